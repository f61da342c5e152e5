import type { Answer } from '../../scim/answer.ts';
import { parseFilter } from '../../scim/models/filter.ts';
import { matchesFilter } from '../../scim/models/filter-match.ts';
import type { ResourceDescription } from '../../scim/models/resource-description.ts';
import { bodyOf, resourcesOf } from '../answers.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import type { ArrangedUser } from './scim-resources.ts';
import { optionalText } from './substitutes.ts';

const PAGES = 20;

/** Three users whose attributes differ, and the exact answer to any filter over them. */
export interface FilterBed {
  /** Start of the three names: `<start>-a`, `<start>-b`, `<start>-c`. */
  start: string;
  a: ArrangedUser;
  b: ArrangedUser;
  c: ArrangedUser;
  /** Optional text attribute that `a` has, `b` has with another value, and `c` lacks; '' when there is none. */
  text: string;
  /** Sends the filter and follows the pages of the answer. */
  select(filter: string): Promise<Selection>;
  /** Which of the three the filter selects by RFC 7644 section 3.4.2.2. */
  expected(filter: string): string[];
}

export interface Selection {
  /** The first page. */
  answer: Answer;
  /** `a`, `b`, `c` as far as they were listed; `wrong` for each listed user of others that does not match. */
  found: string[];
}

/** `c` is not active and has upper case letters in its externalId. */
export async function filterBed(arrange: Arrange, tenant: Tenant, type: ResourceDescription): Promise<FilterBed> {
  const start = arrange.unique('filter');
  const text = optionalText(type);
  const user = (label: string, attributes: Record<string, unknown>) =>
    arrange.user(tenant, { userName: `${start}-${label}`, ...attributes });
  const a = await user('a', text === '' ? {} : { [text]: 'Guide' });
  const b = await user('b', text === '' ? {} : { [text]: 'Driver' });
  const c = await user('c', { active: false, externalId: `EXT-${start}-C` });
  const own = Object.entries({ a, b, c });
  const matches = (filter: string, resource: Record<string, unknown>) =>
    matchesFilter(parseFilter(filter), resource, type);
  return {
    start,
    a,
    b,
    c,
    text,
    select: async (filter) => {
      const answer = await tenant.scim.list('/Users', { filter });
      const resources = [...resourcesOf(answer), ...(await furtherPages(tenant, filter, answer))];
      const found = resources.map((resource) => {
        const label = own.find(([, { id }]) => id === resource.id)?.[0];
        return label ?? (matches(filter, resource) ? 'other' : 'wrong');
      });
      return { answer, found: found.filter((label) => label !== 'other').sort() };
    },
    expected: (filter) => own.filter(([, { body }]) => matches(filter, body)).map(([label]) => label),
  };
}

async function furtherPages(tenant: Tenant, filter: string, first: Answer): Promise<Record<string, unknown>[]> {
  const found = resourcesOf(first);
  const size = found.length;
  const total = Number(bodyOf(first).totalResults);
  for (let page = 1; page < PAGES && found.length > 0 && found.length < total; page += 1) {
    const next = resourcesOf(await tenant.scim.list('/Users', { filter, startIndex: found.length + 1 }));
    if (next.length === 0) break;
    found.push(...next);
  }
  return found.slice(size);
}
