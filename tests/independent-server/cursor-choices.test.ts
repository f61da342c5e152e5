import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFaultLayer } from '../../src/faults/layer.ts';
import { runHarness } from '../end-to-end/harness-run.ts';
import { type CursorChoices, pagingByCursors } from './cursors.ts';
import { REPAIRS } from './repairs.ts';
import { startScimmyServer } from './scimmy-server.ts';

const FIVE_MINUTES = 300_000;
const OWN = /^RFC9865-/;

/** Servers that make of RFC 9865 what it lets them. */
const LAWFUL: [server: string, choices: Partial<CursorChoices>][] = [
  [
    'has cursors only, leaves out all that is optional and fills no page',
    {
      defaultMethod: 'cursor',
      index: false,
      announced: false,
      previousCursor: false,
      totalResults: false,
      sparse: true,
    },
  ],
  ['has both methods, cursors by default and small pages', { defaultMethod: 'cursor', maxPageSize: 6, strict: true }],
];

for (const [server, choices] of LAWFUL) {
  test(`a server that ${server} fails no row of RFC 9865`, { timeout: FIVE_MINUTES }, async () => {
    const checks = await checksWith(choices);

    const own = checks.filter(({ id, verdict }) => OWN.test(id) && verdict !== 'not-run');
    const lawful = ['passed', 'observed', 'not-applicable'];
    const blamed = own.filter(({ verdict }) => !lawful.includes(verdict)).map(({ id, reason }) => `${id} ${reason}`);
    assert.deepEqual(blamed, []);
    assert.ok(own.filter(({ verdict }) => verdict === 'passed').length >= 14, 'most of the rows decide');
  });
}

/** What the rows of RFC 9865 say of the independent server with these choices. */
async function checksWith(choices: Partial<CursorChoices>) {
  const server = await startScimmyServer(1);
  const { origin, pathname } = new URL(server.baseUrl);
  const cursors = pagingByCursors(choices);
  const layer = await startFaultLayer(
    origin,
    REPAIRS.map((repair) => (repair.id === cursors.id ? cursors : repair)),
  );
  server.isReachedAt(layer.address);
  const [tenants] = server.tenants;
  try {
    const variables = {
      SCIM_TARGET: 'scim',
      SCIM_BASE_URL: `${layer.address}${pathname}`,
      SCIM_TOKEN: tenants?.token ?? '',
      SCIM_TOKEN_OTHER: tenants?.otherToken ?? '',
      SCIM_ALLOW_SIDE_EFFECTS: new URL(layer.address).host,
    };
    const run = await runHarness(['--project=rfc', '--workers=1', '--grep=@RFC9865'], variables, {
      verdictsOnly: true,
    });
    const { checks } = run.conformance();
    run.remove();
    return checks;
  } finally {
    await layer.close();
    await server.close();
  }
}
