import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { load } from 'js-yaml';
import { Pseudonyms } from '../../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../../src/evidence/recorder.ts';
import { Redaction } from '../../../src/evidence/redaction.ts';
import { Secret } from '../../../src/evidence/secret.ts';
import { closeDispatchers } from '../../../src/scim/dispatcher.ts';
import { WireClient } from '../../../src/scim/wire-client.ts';
import { VendorConnection } from '../../../src/vendors/connector/vendor-connection.ts';
import { ownHeaders, RawRecorder, type RawRequest } from '../connector/raw-recorder.ts';
import { vendorNames } from '../templates.ts';
import { VALUES } from './people.ts';

const VENDORS = vendorNames().filter((name) => !['okta', 'sailpoint', 'entra'].includes(name));
const TOKEN = 'hvs.token-of-the-wire-test';

interface Fixture {
  id: string;
  meaning: string;
  method: string;
  path: string;
  headers: string;
  body?: string;
}

const recorder = new RawRecorder();
let wire: WireClient;

before(async () => {
  wire = new WireClient({
    baseUrl: await recorder.start(),
    actor: 'tenant',
    token: new Secret(TOKEN),
    headers: { Accept: 'application/json', 'User-Agent': 'none of them' },
    recorder: new Recorder(new Redaction(), new Pseudonyms('vsc-test-', 'key')),
    tls: {},
  });
});

after(async () => {
  await closeDispatchers();
  recorder.close();
});

/** The files are read here anew, so that nothing of what sends them says what they hold. */
function fixturesOf(vendor: string): { requests: Fixture[]; headers: Record<string, Record<string, string>> } {
  const folder = new URL(`../../../fixtures/vendors/${vendor}/`, import.meta.url);
  const read = (name: string): unknown => load(readFileSync(new URL(name, folder), 'utf8'));
  const names = readdirSync(folder).filter((name) => name !== 'headers.yaml');
  return {
    requests: names.map((name) => read(name) as Fixture),
    headers: read('headers.yaml') as Record<string, Record<string, string>>,
  };
}

function filled(text: string): string {
  return Object.entries(VALUES).reduce((left, [name, value]) => left.replaceAll(`{${name}}`, value), text);
}

async function lastOf(connection: VendorConnection, id: string): Promise<RawRequest> {
  await connection.send(id, VALUES);
  const request = recorder.requests.at(-1);
  assert.ok(request);
  return request;
}

for (const vendor of VENDORS) {
  const { requests, headers } = fixturesOf(vendor);

  describe(`the requests of ${vendor} stand on the wire`, () => {
    for (const { id, meaning, method, path, headers: set, body = '' } of requests) {
      it(`${id}: ${meaning}`, async () => {
        const request = await lastOf(new VendorConnection(vendor, wire), id);

        assert.equal(request.line, `${method} /scim/v2${filled(path)} HTTP/1.1`);
        assert.deepEqual(ownHeaders(request), [
          ['Authorization', `Bearer ${TOKEN}`],
          ...Object.entries(headers[set] ?? {}),
        ]);
        assert.equal(request.body, filled(body.trim()));
      });
    }

    for (const set of Object.keys(headers).filter((name) => !['get', 'body'].includes(name))) {
      it(`with the other header set ${set}`, async () => {
        const kind = set.endsWith('get') ? 'get' : 'body';
        const [first] = requests.filter((request) => request.headers === kind);
        assert.ok(first);

        const request = await lastOf(new VendorConnection(vendor, wire, { [kind]: set }), first.id);

        assert.deepEqual(ownHeaders(request).slice(1), Object.entries(headers[set] ?? {}));
      });
    }
  });
}
