import { answering, changingBody, scimError } from '../edits.ts';
import type { Fault } from '../fault.ts';

type Json = Record<string, unknown>;

const SCHEMAS = { method: 'GET', path: /scim\/v2\/Schemas$/ };
const SCHEMA = { method: 'GET', path: /scim\/v2\/Schemas\/[^/]+$/ };

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const eachSchema = (change: (schema: Json) => void) =>
  changingBody(SCHEMAS, (body) => {
    listOf(body.Resources).forEach(change);
  });
/** Changes the first attribute that has the given name, wherever it is described. */
const named = (name: string, change: (attribute: Json) => void) =>
  eachSchema((schema) => {
    const all = listOf(schema.attributes).flatMap((one) => [one, ...listOf(one.subAttributes)]);
    for (const one of all.filter((attribute) => attribute.name === name)) change(one);
  });

/** Defects of the schema documents (RFC 7643 section 7). */
export const rfcSchemaFaults: Fault[] = [
  {
    id: 'F-RFC-SCHEMA-01',
    title: '/Schemas is a bare array',
    breaks: ['RFC7644-4-03', 'RFC7643-6-05', 'RFC7643-6-06', 'RFC7643-7-03', 'RFC7644-4-04', 'RFC7644-3.4.2-02'],
    ...changingBody(SCHEMAS, (body) => body.Resources),
  },
  {
    id: 'F-RFC-SCHEMA-02',
    title: 'A single schema cannot be read',
    breaks: ['RFC7644-4-04'],
    ...answering(SCHEMA, () => scimError(404, 'no such schema')),
  },
  {
    id: 'F-RFC-SCHEMA-03',
    title: 'Schemas have their short name as id',
    breaks: ['RFC7643-7-01', 'RFC7643-7-03', 'RFC7643-6-05', 'RFC7643-6-06', 'RFC7644-4-03', 'RFC7644-4-04'],
    ...eachSchema((schema) => {
      schema.id = schema.name;
    }),
  },
  {
    id: 'F-RFC-SCHEMA-04',
    title: 'Schemas name no schema of their own',
    breaks: ['RFC7643-7-02', 'RFC7644-4-04'],
    ...eachSchema((schema) => {
      schema.schemas = [schema.id];
    }),
  },
  {
    id: 'F-RFC-SCHEMA-05',
    title: '/Schemas forgets the groups',
    breaks: ['RFC7643-7-03', 'RFC7643-6-05', 'RFC7644-4-03', 'RFC7644-3.4.2.4-08'],
    ...changingBody(SCHEMAS, (body) => {
      body.Resources = listOf(body.Resources).filter(({ name }) => name !== 'Group');
      body.totalResults = listOf(body.Resources).length;
    }),
  },
  {
    id: 'F-RFC-SCHEMA-06',
    title: 'Attributes do not say whether they are required',
    breaks: ['RFC7643-7-04', 'RFC7644-4-04'],
    ...named('active', (attribute) => {
      delete attribute.required;
    }),
  },
  {
    id: 'F-RFC-SCHEMA-07',
    title: 'An attribute has the type "text"',
    breaks: ['RFC7643-7-05', 'RFC7644-4-04'],
    ...named('displayName', (attribute) => {
      attribute.type = 'text';
    }),
  },
  {
    id: 'F-RFC-SCHEMA-08',
    title: 'The extension has a data type of its own',
    breaks: ['RFC7643-2.3-01', 'RFC7643-7-05', 'RFC7644-4-04', 'RFC7643-2.3.8-02'],
    ...named('key', (attribute) => {
      attribute.type = 'metadataKey';
    }),
  },
  {
    id: 'F-RFC-SCHEMA-09',
    title: 'A complex attribute lists no subAttributes',
    breaks: ['RFC7643-7-06', 'RFC7644-4-04'],
    ...named('members', (attribute) => {
      delete attribute.subAttributes;
    }),
  },
  {
    id: 'F-RFC-SCHEMA-10',
    title: 'mutability is written in lower case',
    breaks: ['RFC7643-7-07', 'RFC7644-4-04'],
    ...named('active', (attribute) => {
      attribute.mutability = 'readwrite';
    }),
  },
  {
    id: 'F-RFC-SCHEMA-11',
    title: 'returned is a boolean',
    breaks: ['RFC7643-7-08', 'RFC7643-7-04', 'RFC7644-4-04'],
    ...named('active', (attribute) => {
      attribute.returned = true;
    }),
  },
  {
    id: 'F-RFC-SCHEMA-12',
    title: 'uniqueness is "client"',
    breaks: ['RFC7643-7-09', 'RFC7644-4-04'],
    ...named('externalId', (attribute) => {
      attribute.uniqueness = 'client';
    }),
  },
  {
    id: 'F-RFC-SCHEMA-13',
    title: 'referenceTypes is a text',
    breaks: ['RFC7643-7-10'],
    ...named('$ref', (attribute) => {
      attribute.referenceTypes = 'User';
    }),
  },
  {
    id: 'F-RFC-SCHEMA-14',
    title: 'An attribute name holds a dot',
    breaks: ['RFC7643-2.1-03', 'RFC7644-4-04'],
    ...named('externalId', (attribute) => {
      attribute.name = 'external.id';
    }),
  },
  {
    id: 'F-RFC-SCHEMA-15',
    title: 'An attribute is described twice, in two spellings',
    breaks: ['RFC7643-2.1-04', 'RFC7644-4-04'],
    ...eachSchema((schema) => {
      const [first] = listOf(schema.attributes);
      listOf(schema.attributes).push({ ...first, name: String(first?.name).toUpperCase() });
    }),
  },
  {
    id: 'F-RFC-SCHEMA-16',
    title: 'A sub-attribute is complex',
    breaks: ['RFC7643-2.3.8-02', 'RFC7643-7-06'],
    ...named('display', (attribute) => {
      attribute.type = 'complex';
    }),
  },
  {
    id: 'F-RFC-SCHEMA-17',
    title: '$ref is described as a text',
    breaks: ['RFC7643-2.4-02', 'RFC7643-7-10'],
    ...named('$ref', (attribute) => {
      attribute.type = 'string';
    }),
  },
];
