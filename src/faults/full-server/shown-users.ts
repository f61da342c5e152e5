import { jsonOf, matches, shownIn, USERS_AND_USER, withJson } from '../edits.ts';
import type { FaultRequest, FaultResponse } from '../fault.ts';

type Json = Record<string, unknown>;

/** The answer with every user in it changed, whether it shows one or a list. */
export function withUsers(response: FaultResponse, request: FaultRequest, change: (user: Json) => void): FaultResponse {
  const isShown = matches({ path: USERS_AND_USER, status: (status) => status < 300 }, request, response);
  const body = isShown ? jsonOf(response) : null;
  if (body === null) return response;
  for (const user of shownIn(body)) change(user);
  return withJson(response, body);
}
