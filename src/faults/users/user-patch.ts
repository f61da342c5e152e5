import { SchemaUrn } from '../../protocol/scim.ts';
import { counting, kindOf } from '../census.ts';
import { jsonOf, matches, USER, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { asking, collectionOf, isSingle, lastSegmentOf, NOTHING_DONE, operationsOf, silent } from '../scim-requests.ts';

const PATCH = { method: 'PATCH', path: USER };
/** What a user patch may name without being ignored by the defect on unknown paths. */
const KNOWN_PATH = /^(active|userName|externalId|groups|urn:.*)?$/;

/** Defects of PATCH on users. */
export const userPatchFaults: Fault[] = [
  {
    id: 'F-UPATCH-01',
    title: 'A patch that deactivates is ignored',
    breaks: [
      'VAULT-UPATCH-01',
      'VAULT-MAP-19',
      'VAULT-FILTER-09',
      'VAULT-ACCESS-10',
      'VAULT-ACCESS-11',
      'VAULT-ACCESS-12',
      'VAULT-ACCESS-13',
      'VAULT-ACCESS-14',
      'RFC7644-3.5.2.3-04',
    ],
    ...ignoring(false),
  },
  {
    id: 'F-UPATCH-02',
    title: 'A patch that activates is ignored',
    breaks: ['VAULT-UPATCH-02', 'VAULT-MAP-21', 'VAULT-ACCESS-16', 'VAULT-ACCESS-17', 'RFC7644-3.5.2.3-04'],
    ...ignoring(true),
  },
  {
    id: 'F-UPATCH-03',
    title: 'A patch drops the metadata',
    breaks: ['VAULT-UPATCH-03'],
    response: async (response, request, { send }) => {
      if (!matches({ ...PATCH, status: (status) => status < 300 }, request, response)) return response;
      const { [SchemaUrn.vaultMetadata]: metadata, ...user } = jsonOf(await send(asking(request, 'GET'))) ?? {};
      if (metadata !== undefined) {
        await send(asking(request, 'PUT', undefined, { ...user, schemas: [SchemaUrn.user], groups: undefined }));
      }
      return response;
    },
  },
  {
    id: 'F-UPATCH-04',
    title: 'A patch of an unknown user succeeds',
    breaks: ['VAULT-UPATCH-04'],
    ...counting({
      response: (response, request, { memory }) => {
        const unknown = matches({ ...PATCH, status: 404 }, request, response);
        return unknown && kindOf(memory, lastSegmentOf(request)) === undefined ? NOTHING_DONE : response;
      },
    }),
  },
  {
    id: 'F-UPATCH-05',
    title: 'A patch of userName succeeds and does nothing',
    breaks: ['VAULT-UPATCH-05'],
    ...silent(PATCH, (request) => isSingle(request, 'replace', 'userName')),
  },
  {
    id: 'F-UPATCH-06',
    title: 'A patch overwrites externalId',
    breaks: ['VAULT-UPATCH-06'],
    request: (request, { memory }) => {
      if (!matches(PATCH, request) || !isSingle(request, 'replace', 'externalId')) return request;
      memory.set(lastSegmentOf(request), operationsOf(request)[0]?.value);
      return NOTHING_DONE;
    },
    response: (response, request, { memory }) => {
      const written = matches({ method: 'GET', path: USER, status: 200 }, request, response)
        ? memory.get(lastSegmentOf(request))
        : undefined;
      return written === undefined ? response : withJson(response, { ...jsonOf(response), externalId: written });
    },
  },
  {
    id: 'F-UPATCH-07',
    title: 'A patch of metadata succeeds and does nothing',
    breaks: ['VAULT-UPATCH-07'],
    ...silent(PATCH, (request) => isSingle(request, 'replace', /^urn:.*Metadata/)),
  },
  {
    id: 'F-UPATCH-08',
    title: 'A patch that adds active succeeds and does nothing',
    breaks: ['VAULT-UPATCH-08'],
    ...silent(PATCH, (request) => isSingle(request, 'add', 'active')),
  },
  {
    id: 'F-UPATCH-09',
    title: 'A patch that removes active deactivates the user',
    breaks: ['VAULT-UPATCH-09'],
    request: (request) => {
      if (!matches(PATCH, request) || !isSingle(request, 'remove', 'active')) return request;
      return withJson(request, {
        ...jsonOf(request),
        Operations: [{ op: 'replace', path: 'active', value: false }],
      });
    },
  },
  {
    id: 'F-UPATCH-10',
    title: 'Of several replaces of active the first is executed',
    breaks: ['VAULT-UPATCH-10'],
    ...executingFirst((operations) => operations.every(({ path }) => path === 'active')),
  },
  {
    id: 'F-UPATCH-11',
    title: 'A patch is executed up to the operation that is not supported',
    breaks: ['VAULT-UPATCH-11'],
    ...executingFirst((operations) => operations.some(({ path }) => path !== 'active')),
  },
  {
    id: 'F-UPATCH-12',
    title: 'A patch without operations succeeds',
    breaks: ['VAULT-UPATCH-12'],
    ...silent(PATCH, (request) => operationsOf(request).length === 0),
  },
  {
    id: 'F-UPATCH-13',
    title: 'A patch of an unknown path succeeds and does nothing',
    breaks: ['VAULT-UPATCH-13'],
    ...silent(PATCH, (request) => operationsOf(request).some(({ path }) => !KNOWN_PATH.test(String(path ?? '')))),
  },
  {
    id: 'F-UPATCH-14',
    title: "A patch of a user's groups makes memberships",
    breaks: ['VAULT-UPATCH-14'],
    request: async (request, { send }) => {
      const [operation] = matches(PATCH, request) ? operationsOf(request) : [];
      if (operation?.path !== 'groups' || !Array.isArray(operation.value)) return request;
      const groups = collectionOf(request).replace(/Users$/, 'Groups');
      const Operations = [{ op: 'add', path: 'members', value: [{ value: lastSegmentOf(request) }] }];
      for (const { value } of operation.value) {
        await send(asking(request, 'PATCH', `${groups}/${value}`, { ...jsonOf(request), Operations }));
      }
      return NOTHING_DONE;
    },
  },
];

/** Defect that ignores the documented patch. */
function ignoring(active: boolean): Pick<Fault, 'request'> {
  const asks = ({ value }: Record<string, unknown> = {}) => value === active;
  return silent(PATCH, (request) => isSingle(request, 'replace', 'active') && asks(operationsOf(request)[0]));
}

/** Defect that executes the first of several operations and drops the others. */
function executingFirst(applies: (operations: Record<string, unknown>[]) => boolean): Pick<Fault, 'request'> {
  return {
    request: (request) => {
      const operations = matches(PATCH, request) ? operationsOf(request) : [];
      const [first, ...others] = operations;
      if (others.length === 0 || !applies(operations)) return request;
      return withJson(request, { ...jsonOf(request), Operations: [first] });
    },
  };
}
