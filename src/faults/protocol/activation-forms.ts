import { answering, jsonOf, matches, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { nestedIn, vaultError } from '../vault-requests.ts';

const FLAGS = /\/sys\/activation-flags(\/enable-scim\/activate)?$/;
const ACTIVATE = /\/sys\/activation-flags\/enable-scim\/activate$/;
const FLAG = 'enable-scim';

type Lists = { activated?: string[] | null; unactivated?: string[] | null };

/** Defects of the activation in another verb and of the second one */
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
];
