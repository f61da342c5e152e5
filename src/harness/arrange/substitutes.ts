import type { AttributeDescription, ResourceDescription } from '../../scim/models/resource-description.ts';
import { attributeNamed } from '../../scim/models/resource-description.ts';

/** Attributes of the core User schema that hold any short text (RFC 7643 section 4.1.1). */
const TEXTS = ['displayName', 'title', 'nickName', 'userType'];

/** The first optional text attribute that the server offers, or '' when there is none. */
export function optionalText(type: ResourceDescription): string {
  return TEXTS.find((name) => isFree(attributeNamed(type.core.attributes, name))) ?? '';
}

function isFree(attribute: AttributeDescription | undefined): boolean {
  return (
    attribute !== undefined &&
    attribute.type === 'string' &&
    !attribute.multiValued &&
    !attribute.required &&
    attribute.mutability === 'readWrite' &&
    attribute.returned === 'default' &&
    attribute.uniqueness === 'none' &&
    attribute.canonicalValues.length === 0
  );
}

/** A change that any server takes: of an optional text where it has one, else of `active`. */
export function changeOf(type: ResourceDescription): { name: string; from: unknown; to: unknown } {
  const name = optionalText(type);
  return name === '' ? { name: 'active', from: true, to: false } : { name, from: 'Before', to: 'After' };
}

/** Names of the core attributes that meet a condition. */
export function attributesWhere(type: ResourceDescription, holds: (one: AttributeDescription) => boolean): string[] {
  return type.core.attributes.filter(holds).map(({ name }) => name);
}
