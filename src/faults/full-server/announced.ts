import { SchemaUrn } from '../../protocol/scim.ts';
import { changingBody, shownIn } from '../edits.ts';
import type { Fault } from '../fault.ts';

type Json = Record<string, unknown>;

/** Defects of what /Schemas announces (RFC 7643 section 7). */
export const announcedFaults: Fault[] = [
  {
    id: 'F-N9D-34',
    title: 'The schema announces one phone number where the server gives a list',
    breaks: ['RFC7643-2.3-02'],
    ...announcing('phoneNumbers', { multiValued: false }),
  },
  {
    id: 'F-N9D-36',
    title: 'A schema read by itself lacks the parts of its complex attributes',
    breaks: ['RFC7643-7-06'],
    ...changingBody({ method: 'GET', path: /\/Schemas\/[^/]+$/, status: 200 }, (schema) => {
      schema.attributes = attributesOf(schema).map(({ subAttributes: _lost, ...attribute }) => attribute);
    }),
  },
];

/** Defect that announces an attribute of users otherwise than the server has it. */
function announcing(name: string, characteristics: Json): Pick<Fault, 'response'> {
  return changingBody({ method: 'GET', path: /\/Schemas(\/[^/]+)?$/, status: 200 }, (body) => {
    for (const schema of shownIn(body)) {
      if (schema.id !== SchemaUrn.user) continue;
      Object.assign(attributesOf(schema).find((attribute) => attribute.name === name) ?? {}, characteristics);
    }
  });
}

function attributesOf(schema: Json): Json[] {
  return Array.isArray(schema.attributes) ? (schema.attributes as Json[]) : [];
}
