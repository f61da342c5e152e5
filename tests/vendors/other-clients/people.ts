export const ADA = {
  userName: 'ada.l@example.com',
  ext: '66e2d689590450d073d2df3b',
  givenName: 'Ada',
  familyName: 'Lovelace',
  displayName: 'Ada Lovelace',
  formatted: 'Ada Lovelace',
  email: 'ada@example.com',
  title: 'Engineer',
  department: 'Engineering',
};

/** Values for every placeholder of the templates. */
export const VALUES: Record<string, string> = {
  ...ADA,
  uid: '2819c223-7f76-453a-919d-413861904646',
  gid: 'abf4dd94-a4c0-4f67-89c9-76b03340cb9b',
  guid: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
  groupName: 'Engineering',
  active: 'true',
  urn: 'urn:ietf:params:scim:schemas:core:2.0:User',
  startIndex: '1',
  count: '100',
};
