import { answerWith, BULK, jsonOf, matches, scimError, withJson } from '../../src/faults/edits.ts';
import type { FaultContext, FaultRequest } from '../../src/faults/fault.ts';
import { referencesIn } from '../../src/faults/full-server/bulk-messages.ts';
import { operationsOf } from '../../src/faults/scim-requests.ts';
import { MessageUrn } from '../../src/protocol/scim.ts';
import type { Repair } from './repairs.ts';

type Json = Record<string, unknown>;

/** As the server announces it, in bytes. */
const MAX_PAYLOAD_SIZE = 1_048_576;
const REFERENCE = /"bulkId:([^"]+)"/g;

/** Where scimmy does not do with bulk requests as RFC 7644 section 3.7 says. */
export const bulkRepairs: Repair[] = [
  {
    id: 'payload-limit-is-named',
    mends: ['RFC7644-3.7.4-04', 'RFC7644-3.12-14'],
    request: (request) =>
      matches({ method: 'POST', path: BULK }, request) && request.body.length > MAX_PAYLOAD_SIZE
        ? scimError(413, `the request is larger than maxPayloadSize (${MAX_PAYLOAD_SIZE})`)
        : request,
  },
  {
    id: 'references-forward-and-in-circles',
    mends: ['RFC7644-3.7-18', 'RFC7644-3.7.1-01'],
    request: async (request, context) => {
      const isBulk = matches({ method: 'POST', path: BULK }, request);
      if (!isBulk || !refersForward(operationsOf(request))) return request;
      return answerWith(200, {
        schemas: [MessageUrn.bulkResponse],
        Operations: await oneByOne(request, context),
      });
    },
  },
];

function refersForward(operations: readonly Json[]): boolean {
  return operations.some((one, index) =>
    operations
      .slice(index)
      .some((later) => later.method === 'POST' && referencesIn(one).includes(String(later.bulkId))),
  );
}

/**
 * Carries out each operation when what it refers to exists. In a circle the first one is created without its references
 * and gets them in the end.
 *
 * @returns the results, in the order of the request
 */
async function oneByOne(request: FaultRequest, context: FaultContext): Promise<Json[]> {
  const operations = operationsOf(request);
  const declared = new Set(operations.filter(({ method }) => method === 'POST').map(({ bulkId }) => String(bulkId)));
  const limit = Number(jsonOf(request)?.failOnErrors ?? Number.POSITIVE_INFINITY);
  const ids = new Map<string, string>();
  const failed = new Set<string>();
  const results = new Map<Json, Json>();
  const incomplete: Json[] = [];
  const execute = (operation: Json) => single(request, context, resolved(operation, ids));
  const waitsFor = (operation: Json) => referencesIn(operation).filter((id) => declared.has(id) && !ids.has(id));
  let errors = 0;
  for (let left = operations; left.length > 0 && errors < limit; ) {
    const next = left.find((one) => waitsFor(one).every((id) => failed.has(id))) ?? (left[0] as Json);
    const isInCircle = waitsFor(next).some((id) => !failed.has(id));
    if (isInCircle) incomplete.push(next);
    const result = await execute(isInCircle ? { ...next, data: withoutReferences(next.data) } : next);
    const bulkId = String(next.bulkId);
    if (Number(result.status) >= 400) errors += 1;
    if (next.method === 'POST' && Number(result.status) >= 400) failed.add(bulkId);
    else if (next.method === 'POST') ids.set(bulkId, String(result.location).split('/').at(-1) ?? '');
    results.set(next, result);
    left = left.filter((one) => one !== next);
  }
  for (const operation of incomplete.filter(({ bulkId }) => ids.has(String(bulkId)))) {
    const path = `${String(operation.path)}/${ids.get(String(operation.bulkId))}`;
    const { status, response } = await execute({ method: 'PUT', path, data: operation.data });
    if (Number(status) >= 400) results.set(operation, { ...results.get(operation), status, response });
  }
  return operations.flatMap((operation) => {
    const result = results.get(operation);
    return result === undefined ? [] : [result];
  });
}

async function single(request: FaultRequest, { send }: FaultContext, operation: Json): Promise<Json> {
  const { failOnErrors: _left, ...message } = jsonOf(request) ?? {};
  const answer = await send(withJson(request, { ...message, Operations: [operation] }));
  const [result] = (jsonOf(answer)?.Operations as Json[] | undefined) ?? [];
  return result ?? { method: operation.method, bulkId: operation.bulkId, status: String(answer.status) };
}

/** A reference without an id stays, and the server refuses it. */
function resolved(operation: Json, ids: ReadonlyMap<string, string>): Json {
  const text = JSON.stringify(operation).replace(REFERENCE, (whole, id) => {
    const permanent = ids.get(String(id));
    return permanent === undefined ? whole : JSON.stringify(permanent);
  });
  return JSON.parse(text) as Json;
}

function withoutReferences(data: unknown): Json {
  const refers = (value: unknown) => JSON.stringify(value).includes('"bulkId:');
  const kept = Object.entries((data ?? {}) as Json).map(([name, value]): [string, unknown] => [
    name,
    Array.isArray(value) ? value.filter((one) => !refers(one)) : value,
  ]);
  return Object.fromEntries(kept.filter(([, value]) => !refers(value)));
}
