import type { ResourceDescription } from '../../scim/models/resource-description.ts';

type Value = Record<string, unknown>;

/** A multi-valued attribute that a client writes, with two values that one of their parts tells apart. */
export interface WritableList {
  name: string;
  values: [Value, Value];
  by: string;
  /** Another part, a text that both lack. */
  part: string;
}

/** Of RFC 7643 section 4.1.2, in canonical types. */
const LISTS: WritableList[] = [
  {
    name: 'emails',
    values: [
      { value: 'one@example.com', type: 'work' },
      { value: 'two@example.com', type: 'home' },
    ],
    by: 'type',
    part: 'display',
  },
  {
    name: 'phoneNumbers',
    values: [
      { value: 'tel:+1-201-555-0123', type: 'work' },
      { value: 'tel:+1-201-555-0199', type: 'mobile' },
    ],
    by: 'type',
    part: 'display',
  },
  {
    name: 'ims',
    values: [
      { value: 'someaimhandle', type: 'aim' },
      { value: 'another', type: 'xmpp' },
    ],
    by: 'type',
    part: 'display',
  },
  {
    name: 'addresses',
    values: [
      { type: 'work', locality: 'Hollywood', country: 'US' },
      { type: 'home', locality: 'Berlin', country: 'DE' },
    ],
    by: 'type',
    part: 'region',
  },
  {
    name: 'entitlements',
    values: [{ value: 'entitlement-1' }, { value: 'entitlement-2' }],
    by: 'value',
    part: 'display',
  },
  { name: 'roles', values: [{ value: 'role-1' }, { value: 'role-2' }], by: 'value', part: 'display' },
];

/** The lists of users that the server offers with these parts; empty when it has none. */
export function writableLists({ core }: ResourceDescription): WritableList[] {
  return LISTS.filter(({ name, by, part }) => {
    const list = core.attributes.find((attribute) => attribute.name === name && attribute.multiValued);
    const parts = list?.subAttributes.filter(isWritable).map((one) => one.name) ?? [];
    return list !== undefined && isWritable(list) && parts.includes(by) && parts.includes(part);
  });
}

function isWritable({ mutability }: { mutability: string }): boolean {
  return mutability === 'readWrite';
}
