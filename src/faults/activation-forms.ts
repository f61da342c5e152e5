import { answering, changingBody, jsonOf, matches, withJson } from './edits.ts';
import type { Fault } from './fault.ts';
import { nestedIn, vaultError } from './vault-requests.ts';

const FLAGS = /\/sys\/activation-flags(\/enable-scim\/activate)?$/;
const ACTIVATE = /\/sys\/activation-flags\/enable-scim\/activate$/;
const FLAG = 'enable-scim';

type Lists = { activated?: string[] | null; unactivated?: string[] | null };

/** Defects of the activation in another verb, the second time, and of lists that are empty. */
export const activationFormFaults: Fault[] = [
  {
    id: 'F-ACT-17',
    title: 'SCIM cannot be activated with POST',
    breaks: ['VAULT-ACT-08'],
    ...answering({ method: 'POST', path: ACTIVATE }, () => vaultError(405, 'unsupported operation')),
  },
  {
    id: 'F-ACT-18',
    title: 'A second activation takes the flag back',
    breaks: ['VAULT-ACT-18'],
    response: (response, request, { memory }) => {
      if (response.status >= 300) return response;
      if (matches({ method: ['POST', 'PUT'], path: ACTIVATE }, request)) {
        memory.set('times', Number(memory.get('times') ?? 0) + 1);
      }
      const body = matches({ path: FLAGS }, request) && Number(memory.get('times')) > 1 ? jsonOf(response) : null;
      if (!body) return response;
      const lists: Lists = nestedIn(body, 'data');
      lists.activated = lists.activated?.filter((flag) => flag !== FLAG) ?? [];
      lists.unactivated = [...(lists.unactivated ?? []), FLAG];
      return withJson(response, body);
    },
  },
  {
    id: 'F-ACT-19',
    title: 'A list without activation flags is null',
    breaks: ['VAULT-ACT-01'],
    ...changingBody({ path: FLAGS, status: 200 }, (body) => {
      const lists: Lists = nestedIn(body, 'data');
      if (lists.activated?.length === 0) lists.activated = null;
      if (lists.unactivated?.length === 0) lists.unactivated = null;
    }),
  },
];
