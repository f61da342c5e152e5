import { changingBody, changingRequest, GROUP, GROUPS, jsonOf, matches } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { isSingle, NOTHING_DONE, operationsOf } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const PATCH = { method: 'PATCH', path: GROUP };

/** Defects of groups that only clients meet that ask as those of the short form do. */
export const otherClientGroupFaults: Fault[] = [
  {
    id: 'F-ONEL-04',
    title: 'The removal of a member at an address that ends with a question mark succeeds and does nothing',
    breaks: ['ONEL-04'],
    since: '2.0.1',
    request: (request) =>
      matches(PATCH, request) && request.url.endsWith('?') && isSingle(request, 'remove', /^members\[/)
        ? NOTHING_DONE
        : request,
  },
  {
    id: 'F-JUMP-03',
    title: 'A removal with one member in a value list clears the group',
    breaks: ['JUMP-03', 'SAIL-10', 'VAULT-GPATCH-04', 'VAULT-GPATCH-05'],
    ...changingRequest(PATCH, (body) => {
      const [operation] = Array.isArray(body.Operations) ? (body.Operations as Json[]) : [];
      const value = operation?.op === 'remove' ? operation.value : undefined;
      const isBare = Array.isArray(value) && value.length === 1 && !('$ref' in (value[0] as Json));
      if (operation && isBare) delete operation.value;
    }),
  },
  {
    id: 'F-RIPP-01',
    title: 'A member that is added as an object instead of a list is overlooked',
    breaks: ['RIPP-01', 'SAIL-09'],
    request: (request) => {
      const [operation] = matches(PATCH, request) ? operationsOf(request) : [];
      const { value } = operation ?? {};
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return operation?.op === 'add' && operation.path === 'members' && isObject ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-KEYC-02',
    title: 'A created group is shown with the id that the client chose',
    breaks: ['KEYC-02', 'RFC7643-3.1-23'],
    ...changingBody({ method: 'POST', path: GROUPS, status: 201 }, (body, request) => {
      const { id } = jsonOf(request) ?? {};
      if (typeof id === 'string') body.id = id;
    }),
  },
];
