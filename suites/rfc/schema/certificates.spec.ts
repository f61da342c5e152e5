import { bodyOf, expect, idOf, row, test, userBody } from '../../../src/harness/index.ts';

/** Of user.example.com, signed by itself, valid for a century: a server may look at what it is given. */
const CERTIFICATE = [
  'MIIBjjCCATOgAwIBAgIUFuWaZ5F2Gq0gCVrrO76wjUpX2O4wCgYIKoZIzj0EAwIwGzEZMBcGA1UEAwwQdXNlci5leGFtcGxl',
  'LmNvbTAgFw0yNjExMjgwMDE3NTRaGA8yMTI2MTEwNDAwMTc1NFowGzEZMBcGA1UEAwwQdXNlci5leGFtcGxlLmNvbTBZMBMG',
  'ByqGSM49AgEGCCqGSM49AwEHA0IABAOBLzVX3nvaFoQeTaLmmkTaphtQoVnm9fskHHOtBZAHxy+POLpYBGos6bkZrzYg2gT2',
  'mEJdatS9itU0eYHGr2mjUzBRMB0GA1UdDgQWBBQx75NTfZolzVWZmlMP0sZp5SFUKTAfBgNVHSMEGDAWgBQx75NTfZolzVWZ',
  'mlMP0sZp5SFUKTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDVpb93OO0yd0/ka39i6a6kdmS7515gC2F6',
  'XH9v6/S/QAIhAMENDnw1vyNyrNRwSHJTo5aLEfIjPja5IH0SLIFOzgCW',
].join('');

test(
  'a certificate comes back as it was sent',
  row('RFC7643-2.3.6-01', 'RFC7643-4.1.2-13'),
  async ({ tenant, arrange }) => {
    const body = userBody(arrange.unique('user'), { x509Certificates: [{ value: CERTIFICATE }] });

    const created = await tenant.scim.post('/Users', body);

    expect(created).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${idOf(created)}`);
    const [certificate] = (bodyOf(read).x509Certificates ?? []) as { value?: string }[];
    expect(
      Buffer.from(certificate?.value ?? '', 'base64').equals(Buffer.from(CERTIFICATE, 'base64')),
      'same bytes',
    ).toBe(true);
  },
);
