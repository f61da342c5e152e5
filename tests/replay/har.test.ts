import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readHar } from '../../src/replay/har.ts';
import { seedsIn } from '../../src/replay/recorded-resources.ts';
import { SetupError } from '../../src/targets/setup-error.ts';
import { MADE_UP } from './made-up.ts';

const folder = mkdtempSync(join(tmpdir(), 'vsc-har-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const har = (entries: unknown) => JSON.stringify({ log: { entries } });

const BROKEN = [
  { what: 'text that is no JSON', text: '{"log": {', says: /is not JSON: save the capture as HAR again/ },
  { what: 'JSON without log.entries', text: '{"log": {}}', says: /is no HAR: it has no log\.entries\.$/ },
  { what: 'an entry that is a number', text: har([7]), says: /entry 1 is not an object/ },
  { what: 'an entry without a request', text: har([{}]), says: /entry 1 has no request/ },
  { what: 'a request without a method', text: har([{ request: { url: 'https://a/Users' } }]), says: /no method/ },
  { what: 'a request without an address', text: har([{ request: { method: 'GET' } }]), says: /no url/ },
  {
    what: 'no request to a SCIM service',
    text: har([{ request: { method: 'GET', url: 'https://a/index.html' } }]),
    says: /holds no exchange with a SCIM service/,
  },
];

describe('reading a capture', () => {
  for (const { what, text, says } of BROKEN) {
    it(`refuses ${what} in one sentence`, () => {
      const file = join(folder, 'broken.har');
      writeFileSync(file, text);

      assert.throws(
        () => readHar(file),
        (error) => error instanceof SetupError && says.test(error.message) && !error.message.includes('\n'),
      );
    });
  }

  it('refuses a file that is not there', () => {
    assert.throws(() => readHar(join(folder, 'none.har')), /cannot be read/);
  });

  it('takes the exchanges with the SCIM service alone, with base and path apart', () => {
    const exchanges = readHar(MADE_UP);

    assert.equal(exchanges.length, 16);
    assert.deepEqual(
      [...new Set(exchanges.map(({ base }) => base))],
      ['https://vault.corp.example/v1/admin/identity/scim/v2'],
    );
    assert.equal(exchanges[0]?.path, '/Users?startIndex=1&count=2');
  });

  it('sorts by the time of the start, and reads contents in base64', () => {
    const file = join(folder, 'sorted.har');
    const entry = (url: string, startedDateTime: string) => ({
      startedDateTime,
      request: { method: 'get', url, headers: [{ name: ':authority', value: 'a' }] },
      response: { status: 200, content: { text: Buffer.from('{"é":1}').toString('base64'), encoding: 'base64' } },
    });
    writeFileSync(
      file,
      har([entry('https://a/x/Users/2', '2026-01-02T00:00:00Z'), entry('https://a/x/Users/1', '2026-01-01T00:00:00Z')]),
    );

    const exchanges = readHar(file);

    assert.deepEqual(
      exchanges.map(({ path }) => path),
      ['/Users/1', '/Users/2'],
    );
    assert.deepEqual(exchanges[0]?.headers, []);
    assert.equal(exchanges[0]?.answer, '{"é":1}');
  });

  it('finds who was there before the recording began', () => {
    const seeds = seedsIn(readHar(MADE_UP));

    assert.deepEqual(
      seeds.map(({ endpoint, body }) => [endpoint, body.userName]),
      [['/Users', 'lee.castellano@corp.example']],
    );
  });
});
