import { objectOf } from '../../scim/models/json.ts';
import type { AttributeDescription, ResourceDescription } from '../../scim/models/resource-description.ts';

/** A singular attribute of the core schema or of an extension, and how requests and answers hold it. */
export interface AttributePlace {
  /** False when the server announces none of the kind; all else is empty then. */
  exists: boolean;
  /** In standard notation (RFC 7644 section 3.10): with the URN where it is of an extension. */
  path: string;
  /** The body with this value in its place. */
  into(body: Record<string, unknown>, value: unknown): Record<string, unknown>;
  /** The value that a resource shows in the place; undefined when there is none. */
  of(resource: unknown): unknown;
}

/** The first optional attribute with a single value that meets a condition and can hold any value of its type. */
export function placeWhere(type: ResourceDescription, holds: (one: AttributeDescription) => boolean): AttributePlace {
  const schemas = [type.core, ...type.extensions.map(({ schema }) => schema)];
  const places = schemas.flatMap(({ urn, attributes }) =>
    attributes
      .filter((one) => isFree(one) && holds(one))
      .map(({ name }) => (urn === type.core.urn ? corePlace(name) : extensionPlace(type.core.urn, urn, name))),
  );
  return places[0] ?? { ...corePlace(''), exists: false };
}

function isFree({ multiValued, required, uniqueness, canonicalValues }: AttributeDescription): boolean {
  return !multiValued && !required && uniqueness === 'none' && canonicalValues.length === 0;
}

function corePlace(name: string): AttributePlace {
  return {
    exists: true,
    path: name,
    into: (body, value) => ({ ...body, [name]: value }),
    of: (resource) => objectOf(resource)[name],
  };
}

function extensionPlace(core: string, urn: string, name: string): AttributePlace {
  return {
    exists: true,
    path: `${urn}:${name}`,
    into: (body, value) => ({
      ...body,
      schemas: [...new Set([...((body.schemas ?? [core]) as string[]), urn])],
      [urn]: { ...objectOf(body[urn]), [name]: value },
    }),
    of: (resource) => objectOf(objectOf(resource)[urn])[name],
  };
}
