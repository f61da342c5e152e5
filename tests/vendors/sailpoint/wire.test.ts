import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Pseudonyms } from '../../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../../src/evidence/recorder.ts';
import { Redaction } from '../../../src/evidence/redaction.ts';
import { Secret } from '../../../src/evidence/secret.ts';
import { closeDispatchers } from '../../../src/scim/dispatcher.ts';
import { WireClient } from '../../../src/scim/wire-client.ts';
import { filledPath, headerSet, templatesOf } from '../../../src/vendors/connector/request-template.ts';
import { VendorConnection } from '../../../src/vendors/connector/vendor-connection.ts';
import { ownHeaders, RawRecorder } from '../connector/raw-recorder.ts';
import { bodyOf, VALUES } from './identities.ts';

const recorder = new RawRecorder();
let wire: WireClient;
let sailpoint: VendorConnection;

before(async () => {
  wire = new WireClient({
    baseUrl: await recorder.start(),
    actor: 'tenant',
    token: new Secret('hvs.token-of-the-wire-test'),
    headers: { Accept: 'application/json', 'User-Agent': 'not SailPoint' },
    recorder: new Recorder(new Redaction(), new Pseudonyms('vsc-test-', 'key')),
    tls: {},
  });
  sailpoint = new VendorConnection('sailpoint', wire);
});

after(async () => {
  await closeDispatchers();
  recorder.close();
});

describe("SailPoint's requests stand on the wire", () => {
  for (const template of templatesOf('sailpoint')) {
    it(`${template.id}: ${template.meaning}`, async () => {
      await sailpoint.send(template.id, VALUES);

      const request = recorder.requests.at(-1);
      assert.ok(request);
      assert.equal(request.line, `${template.method} /scim/v2${filledPath(template, VALUES)} HTTP/1.1`);
      const headers = [
        ['Authorization', 'Bearer hvs.token-of-the-wire-test'],
        ...headerSet('sailpoint', template.headers),
      ];
      assert.deepEqual(ownHeaders(request), headers);
      assert.equal(request.body, bodyOf(template.id));
    });
  }

  it('with the media types that an administrator has set', async () => {
    const overridden = new VendorConnection('sailpoint', wire, { get: 'override-get', body: 'override-body' });

    for (const template of ['SP-Q16', 'SP-B01']) {
      await overridden.send(template, VALUES);

      const headers = ownHeaders(recorder.requests.at(-1) ?? { line: '', headers: [], body: '' });
      assert.deepEqual(headers.slice(1), [
        ['Accept', 'application/json'],
        ['Content-Type', 'application/json'],
      ]);
    }
  });
});
