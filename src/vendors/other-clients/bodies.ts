import { membersOf } from '../connector/answer-members.ts';
import { filledBody, type PlaceholderValues, requestTemplate } from '../connector/request-template.ts';

type Json = Record<string, unknown>;

/**
 * The body of a template that writes the whole membership of a group, with any number of members in the place of its
 * one: each written as the template writes it.
 */
export function membershipText(
  vendor: string,
  template: string,
  values: PlaceholderValues,
  uids: readonly string[],
): string {
  const body = bodyWith(vendor, template, values, uids[0] ?? '');
  const entries = uids.flatMap((uid) => membersIn(bodyWith(vendor, template, values, uid)).list);
  const { holder, name } = membersIn(body);
  holder[name] = entries;
  return JSON.stringify(body);
}

function bodyWith(vendor: string, template: string, values: PlaceholderValues, uid: string): Json {
  return JSON.parse(filledBody(requestTemplate(vendor, template), { ...values, uid }) ?? '{}') as Json;
}

/** Where a body holds its list of members: as its own member, or as the value of its operation on them. */
function membersIn(body: Json): { holder: Json; name: string; list: unknown[] } {
  const operations = Array.isArray(body.Operations) ? body.Operations : [];
  const operation = operations.map(membersOf).find((one) => one?.path === 'members');
  const [holder, name] = operation ? [operation, 'value'] : [body, 'members'];
  const list = holder[name];
  return { holder, name, list: Array.isArray(list) ? list : [] };
}
