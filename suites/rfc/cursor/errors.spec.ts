import { bodyOf, cursorBed, cursorOf, expect, isAccepted, row, test, wordsOf } from '../../../src/harness/index.ts';

const FORGED = 'forged';

test('a forged cursor is answered with a SCIM error', row('RFC9865-2.1-01'), async ({ tenant, arrange }) => {
  const { page } = await cursorBed(arrange, tenant, 2);

  const answer = await page(FORGED, { count: 1 });

  expect(answer).toBeScimError({ status: 400 });
});

test('a count that is no number is answered with a SCIM error', row('RFC9865-2.1-01'), async ({ tenant, arrange }) => {
  const { page } = await cursorBed(arrange, tenant, 2);

  const answer = await page('', { count: 'abc' });

  expect(answer).toBeScimError({ status: 400 });
});

test('a cursor that no page gave is invalid', row('RFC9865-2.1-02'), async ({ tenant, arrange, applies }) => {
  const { page } = await cursorBed(arrange, tenant, 2);

  const answer = await page(FORGED, { count: 1 });

  applies(!isAccepted(answer), 'the server has a page for every cursor');
  expect(answer).toBeScimError({ status: 400 });
  // Who keeps cursors for a time only cannot tell whether there ever was one.
  expect(['invalidCursor', 'expiredCursor'], 'scimTypes that say so').toContain(bodyOf(answer).scimType);
});

test(
  'another count on the second page is served or refused',
  row('RFC9865-2.1-04'),
  async ({ tenant, arrange, observe }) => {
    const { page } = await cursorBed(arrange, tenant, 5);
    const first = await page('', { count: 2 });

    const answer = await page(String(cursorOf(first)), { count: 3 });

    expect(answer).toHaveStatus([200, 400]);
    observe(`another count on the second page: ${wordsOf(answer)}`);
  },
);
