import assert from 'node:assert/strict';
import { test } from 'node:test';
import { user } from './messages.ts';
import { startScimDouble } from './scim-double.ts';

const MANY = 100_000;

test(`look-ups and pages take as long with ${MANY} users as with a hundred`, async () => {
  await using double = await startScimDouble();
  const okta = await double.tenant('okta');
  const fill = (from: number, to: number) => {
    for (let n = from; n < to; n += 1) {
      double.state.root.identity.createEntity({ name: `u${n}`, externalId: `x${n}`, scimClientId: okta.clientId });
    }
  };
  const queries = [
    'Users?filter=userName%20eq%20%22u77%22',
    'Users?filter=externalId%20eq%20%22x77%22',
    'Users?count=5',
  ];
  fill(0, 100);
  const few = await fastest(queries);
  fill(100, MANY);
  const many = await fastest(queries);
  assert.equal((await okta.scim('GET', 'Users?count=5')).body.totalResults, MANY);
  assert.equal((await okta.scim('POST', 'Users', user('U99999'))).status, 409);
  for (const [query, before] of few) {
    const after = many.get(query) ?? Number.POSITIVE_INFINITY;
    assert.ok(after < before * 10 + 5, `${query}: ${before} ms with few, ${after} ms with many`);
  }

  /** Milliseconds of the fastest of ten requests for each query: the fastest is what the machine's load changes least. */
  async function fastest(paths: readonly string[]): Promise<Map<string, number>> {
    const times = new Map<string, number>();
    for (const path of paths) {
      for (let turn = 0; turn < 10; turn += 1) {
        const start = performance.now();
        const { body } = await okta.scim('GET', path);
        const took = performance.now() - start;
        assert.ok(body.itemsPerPage > 0);
        times.set(path, Math.min(took, times.get(path) ?? took));
      }
    }
    return times;
  }
});
