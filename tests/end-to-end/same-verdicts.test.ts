import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { runHarness, verdictLines } from './harness-run.ts';
import { type StartedDouble, startDouble } from './started-double.ts';

/** What an administrator can list; compared before and after a run. */
const LISTS = [
  'identity/scim/client',
  'identity/entity/id',
  'identity/entity-alias/id',
  'identity/group/id',
  'sys/policies/acl',
  'sys/namespaces',
  'auth/token/roles',
  'auth/token/accessors',
];

let double: StartedDouble;
let expected: string[];

before(async () => {
  double = await startDouble();
  await addForeignData(double);
  const run = await runHarness([]);
  expected = verdictLines(run.conformance());
  run.remove();
});

after(() => double.stop());

async function addForeignData({ ask }: StartedDouble): Promise<void> {
  await ask('POST', 'sys/namespaces/team');
  for (const namespace of ['', 'team/']) {
    for (let i = 0; i < 20; i += 1) {
      await ask('POST', `${namespace}identity/entity`, { name: `somebody-${i}` });
      await ask('POST', `${namespace}identity/group`, { name: `some-group-${i}` });
    }
    await ask('POST', `${namespace}sys/auth/somebodys-userpass`, { type: 'userpass' });
  }
}

async function state({ ask }: StartedDouble): Promise<unknown> {
  const lists: Record<string, unknown> = {};
  for (const namespace of ['', 'team/']) {
    for (const path of LISTS) {
      const { body } = await ask('GET', `${namespace}${path}?list=true`);
      lists[namespace + path] = (body?.data as { keys?: unknown } | undefined)?.keys ?? [];
    }
    for (const path of ['sys/auth', 'sys/mounts']) {
      const { body } = await ask('GET', `${namespace}${path}`);
      lists[namespace + path] = Object.keys((body?.data as object | undefined) ?? {}).sort();
    }
  }
  return lists;
}

describe('the same double gives the same verdicts and is left as it was', () => {
  const ways: [string, string[], Record<string, string>][] = [
    ['at an address, in a namespace that the run makes', [], {}],
    ['with one worker, in shuffled order', ['--workers=1', '--shuffle=7'], {}],
    ['with four workers', ['--workers=4'], {}],
    ['inside a namespace', [], { VAULT_NAMESPACE: 'team' }],
    ['under a prefix in the given namespace', [], { SCIM_ISOLATE: 'prefix' }],
  ];
  for (const [title, args, variables] of ways) {
    it(title, async () => {
      const found = await state(double);

      const run = await runHarness(args, {
        SCIM_TARGET: 'vault',
        VAULT_ADDR: double.address,
        VAULT_TOKEN: double.rootToken,
        SCIM_ALLOW_SIDE_EFFECTS: new URL(double.address).host,
        ...variables,
      });

      assert.deepEqual(verdictLines(run.conformance()), expected, run.output);
      assert.deepEqual(run.conformance().leftovers, []);
      assert.deepEqual(await state(double), found);
      run.remove();
    });
  }
});
