import { answerWith, EMPTY_LIST, jsonOf, resourcesOf, scimError } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { cursorIn, isLaterPage } from './cursor-messages.ts';

/** What the defect knows of a cursor that it saw on a page. */
interface Given {
  authorization: string | undefined;
  totalResults: unknown;
  /** userName of the last user before the page that the cursor leads to. */
  userName: unknown;
}

/** Defects of what a cursor tells to whom it was not given (RFC 9865 section 5.2). */
export const cursorSecrecyFaults: Fault[] = [
  {
    id: 'F-CURS-51',
    title: 'Whoever has a cursor sees what the one sees to whom it was given',
    breaks: ['RFC9865-5.2-01'],
    request: (request, { memory }) => {
      const given = foreign(request, memory);
      if (given?.authorization === undefined) return request;
      const others = request.headers.filter(([name]) => name.toLowerCase() !== 'authorization');
      return { ...request, headers: [...others, ['authorization', given.authorization]] };
    },
    response: noting,
  },
  {
    id: 'F-CURS-52',
    title: 'A foreign cursor leads to an empty page that counts the foreign users',
    breaks: ['RFC9865-5.2-01'],
    request: (request, { memory }) => {
      const given = foreign(request, memory);
      if (given === undefined) return request;
      return answerWith(200, { ...EMPTY_LIST, startIndex: undefined, totalResults: given.totalResults });
    },
    response: noting,
  },
  {
    id: 'F-CURS-53',
    title: 'A foreign cursor is forbidden, one that never was is invalid',
    breaks: ['RFC9865-5.2-04'],
    request: (request, { memory }) =>
      foreign(request, memory) === undefined ? request : scimError(403, 'the cursor belongs to somebody else'),
    response: noting,
  },
  {
    id: 'F-CURS-54',
    title: 'The refusal of a foreign cursor names the user after whom it leads on',
    breaks: ['RFC9865-5.2-04'],
    request: (request, { memory }) => {
      const given = foreign(request, memory);
      if (given === undefined) return request;
      return scimError(400, `nothing comes after ${given.userName}`, 'invalidCursor');
    },
    response: noting,
  },
];

function authorizationOf({ headers }: FaultRequest): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
}

/** What is known of the cursor that a list asks with, where it was given to somebody else. */
function foreign(request: FaultRequest, memory: FaultContext['memory']): Given | undefined {
  const given = isLaterPage(request) ? (memory.get(cursorIn(request) ?? '') as Given | undefined) : undefined;
  return given?.authorization === authorizationOf(request) ? undefined : given;
}

/** Remembers the cursor that a page gives. */
function noting(response: FaultResponse, request: FaultRequest, { memory }: FaultContext): FaultResponse {
  const page = cursorIn(request) === undefined ? null : jsonOf(response);
  if (page?.nextCursor === undefined) return response;
  const given: Given = {
    authorization: authorizationOf(request),
    totalResults: page.totalResults,
    userName: resourcesOf(page).at(-1)?.userName,
  };
  memory.set(String(page.nextCursor), given);
  return response;
}
