import { filledBody, requestTemplate } from '../../../src/vendors/connector/request-template.ts';
import type { Person } from '../../../src/vendors/okta/bodies.ts';

export const JANE: Person = {
  userName: 'jane@test.com',
  givenName: 'Jane',
  familyName: 'Smith',
  displayName: 'Jane Smith',
  ext: '00u6a15d23T9AeHhF5d7',
  password: '1mz050nq',
};

/** Values for every placeholder of Okta's templates. */
export const VALUES = {
  ...JANE,
  base: 'https://vault.example/v1/identity/scim/v2',
  uid: '23a35c27-23d3-4c03-b4c5-6443c09e7173',
  uid2: '89bb1940-b905-4575-9e7f-6f887cfb368e',
  userName2: 'other@test.com',
  gid: 'abf4dd94-a4c0-4f67-89c9-76b03340cb9b',
  groupName: 'Engineering',
  formatted: 'Jane Smith',
  title: 'Engineer',
  department: 'Engineering',
  created: '2018-02-13T15:05:24.000-08:00',
  lastModified: '2018-02-13T15:05:55.000-08:00',
  startIndex: '1',
};

/** The two users of the templates as members. */
export const FIRST = { uid: VALUES.uid, userName: VALUES.userName };
export const SECOND = { uid: VALUES.uid2, userName: VALUES.userName2 };

/** The body of a template with those values. */
export function bodyOf(id: string): string {
  return filledBody(requestTemplate('okta', id), VALUES) ?? '';
}
