import { bodyOf, expect, idOf, row, test, userBody } from '../../../src/harness/index.ts';

const CERTIFICATE = Buffer.from('not a certificate, but as many bytes as any').toString('base64');

test('a certificate comes back as it was sent', row('RFC7643-2.3.6-01'), async ({ tenant, arrange }) => {
  const body = userBody(arrange.unique('user'), { x509Certificates: [{ value: CERTIFICATE }] });

  const created = await tenant.scim.post('/Users', body);

  expect(created).toHaveStatus(201);
  const read = await tenant.scim.get(`/Users/${idOf(created)}`);
  const [certificate] = (bodyOf(read).x509Certificates ?? []) as { value?: string }[];
  expect(Buffer.from(certificate?.value ?? '', 'base64').equals(Buffer.from(CERTIFICATE, 'base64')), 'same bytes').toBe(
    true,
  );
});
