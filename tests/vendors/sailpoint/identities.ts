import { filledBody, requestTemplate } from '../../../src/vendors/connector/request-template.ts';
import type { Identity } from '../../../src/vendors/sailpoint/bodies.ts';

export const ADA: Identity = {
  userName: 'ada.lovelace',
  ext: '2c9180857182305e0171993735622948',
  givenName: 'Ada',
  familyName: 'Lovelace',
  email: 'ada@example.com',
  displayName: 'Ada Lovelace',
};

/** Values for every placeholder of SailPoint's templates. */
export const VALUES = {
  ...ADA,
  uid: '23a35c27-23d3-4c03-b4c5-6443c09e7173',
  gid: 'abf4dd94-a4c0-4f67-89c9-76b03340cb9b',
  groupName: 'eng',
  active: 'false',
  urn: 'urn:ietf:params:scim:schemas:core:2.0:User',
  startIndex: '1',
  count: '100',
  instant: '2026-11-24T10:15:30.000Z',
};

/** The body of a template with those values. */
export function bodyOf(id: string): string {
  return filledBody(requestTemplate('sailpoint', id), VALUES) ?? '';
}
