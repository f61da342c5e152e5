import { filledBody, requestTemplate } from '../../../src/vendors/connector/request-template.ts';

export const ADA = { userName: 'ada@contoso.com', ext: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef' };

/** Values for every placeholder of Entra's templates. */
export const VALUES = {
  ...ADA,
  base: 'https://vault.example/v1/identity/scim/v2',
  uid: '2819c223-7f76-453a-919d-413861904646',
  uid2: '7f4bc1a3-285e-48ae-8202-5accb43efb0e',
  gid: 'abf4dd94-a4c0-4f67-89c9-76b03340cb9b',
  groupName: 'Engineering',
  email: 'ada@contoso.com',
  givenName: 'Ada',
  familyName: 'Lovelace',
  formatted: 'Ada Lovelace',
  displayName: 'Ada Lovelace',
  title: 'Engineer',
  department: 'Engineering',
};

/** The body of a template with those values. */
export function bodyOf(id: string): string {
  return filledBody(requestTemplate('entra', id), VALUES) ?? '';
}
