import { changingBody, changingRequest, resourcesOf, USER, USERS } from './edits.ts';
import type { Fault } from './fault.ts';

type Json = Record<string, unknown>;

/** Defect of what a read of a user shows: `change` edits it in place. */
export function shownUser(change: (user: Json) => unknown): Pick<Fault, 'response'> {
  return changingBody({ method: 'GET', path: USER, status: 200 }, (body) => change(body));
}

/** Takes the disabled users out of a list, and out of its numbers. */
export function dropInactive(list: Json): void {
  const resources = resourcesOf(list);
  const active = resources.filter((user) => user.active !== false);
  list.totalResults = Number(list.totalResults) - (resources.length - active.length);
  list.itemsPerPage = active.length;
  list.Resources = active;
}

/** Defect of what reaches the server of a new user: `change` edits the body of the create in place. */
export function newUser(change: (body: Json) => unknown): Pick<Fault, 'request'> {
  return changingRequest({ method: 'POST', path: USERS }, change);
}
