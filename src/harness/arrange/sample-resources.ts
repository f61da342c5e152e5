import type { ScimResource } from '../../protocol/scim.ts';
import type { AttributeDescription, ResourceDescription } from '../../scim/models/resource-description.ts';

/** Plausible values of the core and enterprise attributes, for servers that look at what they are given. */
const SAMPLES: Record<string, unknown> = {
  displayName: 'Barbara Jensen',
  nickName: 'Babs',
  profileUrl: 'https://login.example.com/bjensen',
  title: 'Tour Guide',
  userType: 'Employee',
  preferredLanguage: 'en-US',
  locale: 'en-US',
  timezone: 'America/Los_Angeles',
  active: true,
  name: { familyName: 'Jensen', givenName: 'Barbara' },
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@example.org', type: 'home' },
  ],
  phoneNumbers: [{ value: 'tel:+1-201-555-0123', type: 'work' }],
  ims: [{ value: 'someaimhandle', type: 'aim' }],
  photos: [{ value: 'https://photos.example.com/profilephoto/F', type: 'photo' }],
  addresses: [
    {
      type: 'work',
      streetAddress: '100 Universal City Plaza',
      locality: 'Hollywood',
      region: 'CA',
      postalCode: '91608',
      country: 'US',
    },
  ],
  entitlements: [{ value: 'entitlement-1' }],
  roles: [{ value: 'role-1' }],
  employeeNumber: '701984',
  costCenter: '4130',
  organization: 'Universal Studios',
  division: 'Theme Park',
  department: 'Tour Operations',
};

/** What points to other resources or is never shown again. */
const LEFT_OUT = new Set(['password', 'manager', 'members', 'groups', 'x509Certificates', 'userName', 'externalId']);

/** A user with a value for every attribute that the server says a client may write, and shows without being asked. */
export function sampleUser(type: ResourceDescription, name: string): ScimResource & { userName: string } {
  const extensions = type.extensions.filter(({ schema }) => schema.attributes.length > 0);
  return {
    schemas: [type.core.urn, ...extensions.map(({ schema }) => schema.urn)],
    userName: name,
    externalId: `ext-${name}`,
    ...samplesOf(type.core.attributes),
    ...Object.fromEntries(extensions.map(({ schema }) => [schema.urn, samplesOf(schema.attributes)])),
  };
}

function samplesOf(attributes: readonly AttributeDescription[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes
      .filter((one) => ['readWrite', 'immutable'].includes(one.mutability) && isShown(one) && !LEFT_OUT.has(one.name))
      .map((one) => [one.name, sampleOf(one)]),
  );
}

function sampleOf(attribute: AttributeDescription): unknown {
  const known = SAMPLES[attribute.name];
  if (known !== undefined) return known;
  const value =
    attribute.type === 'complex'
      ? Object.fromEntries(attribute.subAttributes.filter(isPlain).map((one) => [one.name, sampleOf(one)]))
      : sampleOfType(attribute);
  return attribute.multiValued ? [value] : value;
}

/** The default sub-attributes are left out, unless the schema asks for them. */
function isPlain(attribute: AttributeDescription): boolean {
  const isUsual = ['display', 'type', 'primary', '$ref'].includes(attribute.name);
  return attribute.mutability !== 'readOnly' && isShown(attribute) && (!isUsual || attribute.required);
}

function isShown({ returned }: AttributeDescription): boolean {
  return returned === 'default' || returned === 'always';
}

function sampleOfType({ type, name, canonicalValues }: AttributeDescription): unknown {
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
      return 7;
    case 'decimal':
      return 7.5;
    case 'dateTime':
      return '2024-02-29T12:00:00Z';
    case 'reference':
      return 'https://example.com/sample';
    case 'binary':
      return 'c2FtcGxl';
    default:
      return canonicalValues[0] ?? `sample ${name}`;
  }
}
