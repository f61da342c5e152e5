import { bodyOf, expect, filterBed, idsOf, metaOf, row, test } from '../../../src/harness/index.ts';

const SELECTED = 'users that the filter selects';

test('only resources that match are returned', row('RFC7644-3.4.2.2-03'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);
  const filter = `userName eq "${bed.a.userName}"`;

  const { answer, found } = await bed.select(filter);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(bed.expected(filter));
  expect(bodyOf(answer).totalResults, 'totalResults').toBe(1);
});

test('all resources that match are counted', row('RFC7644-3.4.2.2-04'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const { answer, found } = await bed.select(`userName sw "${bed.start}"`);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(['a', 'b', 'c']);
  expect(bodyOf(answer).totalResults, 'totalResults').toBe(3);
});

test('eq on strings matches equal values only', row('RFC7644-3.4.2.2-10'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);
  await arrange.user(tenant, { userName: `${bed.b.userName}0` });
  const filter = `userName eq "${bed.b.userName}"`;

  const { answer, found } = await bed.select(filter);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(['b']);
  expect(bodyOf(answer).totalResults, 'totalResults').toBe(1);
});

test('eq on a boolean compares with true and false', row('RFC7644-3.4.2.2-11'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const inactive = await bed.select('active eq false');
  const active = await bed.select('active eq true');

  expect(inactive.answer).toHaveStatus(200);
  expect(active.answer).toHaveStatus(200);
  expect(inactive.found, 'users that active eq false selects').toEqual(['c']);
  expect(active.found, 'users that active eq true selects').toEqual(['a', 'b']);
});

test('eq on a dateTime compares instants', row('RFC7644-3.4.2.2-12'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);
  const filter = `meta.created eq "${metaOf(bed.a.body, 'created').replace(/Z$/, '+00:00')}"`;

  const { answer, found } = await bed.select(filter);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(bed.expected(filter));
});

test('ne matches resources whose value differs', row('RFC7644-3.4.2.2-13'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const { answer, found } = await bed.select(`userName ne "${bed.a.userName}"`);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(['b', 'c']);
});

test('ne holds for a resource without the attribute', row('RFC7644-3.4.2.2-14'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const { answer, found } = await bed.select(`userName sw "${bed.start}" and title ne "Boss"`);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(['a', 'b', 'c']);
});

test('co matches a substring', row('RFC7644-3.4.2.2-15'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const inside = await bed.select(`userName co "${bed.start.slice(2)}-b"`);
  const nowhere = await bed.select(`userName co "${bed.start}-zz"`);

  expect(inside.answer).toHaveStatus(200);
  expect(inside.found, SELECTED).toEqual(['b']);
  expect(nowhere.found, 'users for a text that is nowhere').toEqual([]);
});

test('sw matches a leading substring', row('RFC7644-3.4.2.2-16'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const leading = await bed.select(`userName sw "${bed.start}"`);
  const whole = await bed.select(`userName sw "${bed.a.userName}"`);
  const inner = await bed.select(`userName sw "${bed.start.slice(1)}"`);

  expect(leading.answer).toHaveStatus(200);
  expect(leading.found, 'users for a leading part').toEqual(['a', 'b', 'c']);
  expect(whole.found, 'users for the whole name').toEqual(['a']);
  expect(inner.found, 'users for an inner part').toEqual([]);
});

test('ew matches a trailing substring', row('RFC7644-3.4.2.2-17'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const trailing = await bed.select(`userName ew "${bed.start.slice(3)}-a"`);
  const inner = await bed.select(`userName ew "${bed.start}"`);

  expect(trailing.answer).toHaveStatus(200);
  expect(trailing.found, 'users for a trailing part').toEqual(['a']);
  expect(inner.found, 'users for a leading part').toEqual([]);
});

test('pr matches a value that is there', row('RFC7644-3.4.2.2-18'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);
  const filter = `${bed.text || 'externalId'} pr`;

  const { answer, found } = await bed.select(filter);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(bed.expected(filter));
});

test('strings compare lexicographically', row('RFC7644-3.4.2.2-20'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const greater = await bed.select(`userName sw "${bed.start}" and userName gt "${bed.a.userName}"`);
  const atLeast = await bed.select(`userName sw "${bed.start}" and userName ge "${bed.b.userName}"`);
  const less = await bed.select(`userName sw "${bed.start}" and userName lt "${bed.b.userName}"`);
  const atMost = await bed.select(`userName sw "${bed.start}" and userName le "${bed.b.userName}"`);

  expect(greater.answer).toHaveStatus(200);
  expect([greater.found, atLeast.found, less.found, atMost.found], 'users that gt, ge, lt and le select').toEqual([
    ['b', 'c'],
    ['b', 'c'],
    ['a'],
    ['a', 'b'],
  ]);
});

test('eq finds values that are not plain words', row('RFC7644-3.4.2.2-10'), async ({ tenant, arrange }) => {
  const name = `${arrange.unique('name')} Zoë O'Brien + 100%`;
  const user = await arrange.user(tenant, { userName: name });

  const found = await tenant.scim.list('/Users', { filter: `userName eq ${JSON.stringify(name)}` });

  expect(found).toHaveStatus(200);
  expect(idsOf(found), 'ids by the name').toEqual([user.id]);
});

const LIKE_FILTERS = [
  'Research and Development',
  'this or that',
  'not (here)',
  'a (b) c',
  'a [b] c',
  'type eq x',
  'x pr',
  'one, two; three.four:five',
];

for (const text of LIKE_FILTERS) {
  test(`a value with "${text}" in it is found`, row('RFC7644-3.4.2.2-04'), async ({ tenant, arrange }) => {
    const userName = `${arrange.unique('user')} ${text}`;
    const [user, other] = [await arrange.user(tenant, { userName }), await arrange.user(tenant)];

    const alone = await tenant.scim.list('/Users', { filter: `userName eq "${userName}"` });
    const before = await tenant.scim.list('/Users', {
      filter: `userName eq "${userName}" or userName eq "${other.userName}"`,
    });
    const behind = await tenant.scim.list('/Users', { filter: `active eq true and userName eq "${userName}"` });

    for (const answer of [alone, before, behind]) expect(answer).toHaveStatus(200);
    expect(idsOf(alone), 'ids by the value alone').toEqual([user.id]);
    expect(idsOf(before).sort(), 'ids by the value or another').toEqual([user.id, other.id].sort());
    expect(idsOf(behind), 'ids by the value behind another condition').toEqual([user.id]);
  });
}

test('dateTime values compare chronologically', row('RFC7644-3.4.2.2-21'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);
  const later = `meta.created gt "${metaOf(bed.a.body, 'created')}"`;
  const offset = `meta.created le "${inZone(metaOf(bed.a.body, 'created'), 5)}"`;

  const greater = await bed.select(later);
  const atMost = await bed.select(offset);

  expect(greater.answer).toHaveStatus(200);
  expect(greater.found, 'users created later').toEqual(bed.expected(later));
  expect(atMost.found, 'users created no later, in another time zone').toEqual(bed.expected(offset));
});

test('an ordering comparison on a boolean is refused', row('RFC7644-3.4.2.2-23'), async ({ tenant }) => {
  const greater = await tenant.scim.list('/Users', { filter: 'active gt false' });
  const atMost = await tenant.scim.list('/Users', { filter: 'active le true' });

  expect(greater).toBeScimError({ status: 400, scimType: 'invalidFilter' });
  expect(atMost).toBeScimError({ status: 400, scimType: 'invalidFilter' });
});

test('a substring operator on a boolean is refused', row('RFC7644-3.4.2.2-25'), async ({ tenant }) => {
  const answer = await tenant.scim.list('/Users', { filter: 'active co "t"' });

  expect(answer).toBeScimError({ status: 400, scimType: 'invalidFilter' });
});

test('and requires both sides', row('RFC7644-3.4.2.2-26'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);
  const filter = `userName sw "${bed.start}" and active eq false`;

  const { answer, found } = await bed.select(filter);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(['c']);
});

test('or requires one side', row('RFC7644-3.4.2.2-27'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const { answer, found } = await bed.select(`userName eq "${bed.a.userName}" or userName eq "${bed.b.userName}"`);

  expect(answer).toHaveStatus(200);
  expect(found, SELECTED).toEqual(['a', 'b']);
  expect(bodyOf(answer).totalResults, 'totalResults').toBe(2);
});

test('not inverts what it groups', row('RFC7644-3.4.2.2-28'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const spaced = await bed.select(`userName sw "${bed.start}" and not (userName eq "${bed.a.userName}")`);
  const tight = await bed.select(`userName sw "${bed.start}" and not(userName eq "${bed.a.userName}")`);

  expect(spaced.answer).toHaveStatus(200);
  expect(spaced.found, SELECTED).toEqual(['b', 'c']);
  expect(tight.found, 'users without a space behind not').toEqual(['b', 'c']);
});

test('not inverts a group as a whole', row('RFC7644-3.4.2.2-28'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);
  const [own, a, b] = [
    `userName sw "${bed.start}"`,
    `userName eq "${bed.a.userName}"`,
    `userName eq "${bed.b.userName}"`,
  ];

  const either = await bed.select(`${own} and not (${a} or ${b})`);
  const both = await bed.select(`${own} and not (${a} and active eq true)`);
  const twice = await bed.select(`${own} and not (${a}) and not (${b})`);
  const inner = await bed.select(`${own} and not (${a} or not (${b}))`);

  expect(either.answer).toHaveStatus(200);
  expect([either.found, both.found, twice.found, inner.found], 'users that each filter selects').toEqual([
    ['c'],
    ['b', 'c'],
    ['c'],
    ['b'],
  ]);
});

test('parentheses override the order', row('RFC7644-3.4.2.2-29'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);
  const [a, c] = [`userName eq "${bed.a.userName}"`, `userName eq "${bed.c.userName}"`];

  const grouped = await bed.select(`(${a} or ${c}) and active eq false`);

  expect(grouped.answer).toHaveStatus(200);
  expect(grouped.found, SELECTED).toEqual(['c']);
});

test('and binds tighter than or', row('RFC7644-3.4.2.2-30'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);
  const [a, c] = [`userName eq "${bed.a.userName}"`, `userName eq "${bed.c.userName}"`];

  const last = await bed.select(`${a} or ${c} and active eq false`);
  const first = await bed.select(`active eq true and ${c} or ${a}`);

  expect(last.answer).toHaveStatus(200);
  expect(last.found, 'users with and behind or').toEqual(['a', 'c']);
  expect(first.found, 'users with and before or').toEqual(['a']);
});

test('comparisons come before logical operators', row('RFC7644-3.4.2.2-31'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  const plain = await bed.select(`userName sw "${bed.start}" and active eq true`);
  const grouped = await bed.select(`(userName sw "${bed.start}") and (active eq true)`);

  expect(plain.answer).toHaveStatus(200);
  expect([plain.found, grouped.found], 'users without and with parentheses').toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

/** The same instant written with the offset of a time zone east of Greenwich. */
function inZone(instant: string, hours: number): string {
  const milliseconds = Date.parse(instant);
  const fraction = /\.\d+/.exec(instant)?.[0] ?? '';
  const shifted = new Date((Number.isNaN(milliseconds) ? 0 : milliseconds) + hours * 3_600_000).toISOString();
  return `${shifted.slice(0, 19)}${fraction}+0${hours}:00`;
}
