import { expect, filterBed, row, test } from '../../../src/harness/index.ts';

test('eq on strings knows no wildcards', row('RFC7644-3.4.2.2-10'), async ({ tenant, arrange, types }) => {
  const bed = await filterBed(arrange, tenant, types.user);

  for (const wildcard of ['*', '%', '_', '?', '.']) {
    const { answer, found } = await bed.select(`userName eq "${bed.start}${wildcard}b"`);

    expect(answer).toHaveStatus(200);
    expect(found, 'users that the filter selects').toEqual([]);
  }
});
