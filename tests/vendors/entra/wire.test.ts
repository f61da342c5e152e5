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
import { bodyOf, VALUES } from './people.ts';

const recorder = new RawRecorder();
let entra: VendorConnection;

before(async () => {
  const wire = new WireClient({
    baseUrl: await recorder.start(),
    actor: 'tenant',
    token: new Secret('hvs.token-of-the-wire-test'),
    headers: { Accept: 'application/json', 'User-Agent': 'not Entra' },
    recorder: new Recorder(new Redaction(), new Pseudonyms('vsc-test-', 'key')),
    tls: {},
  });
  entra = new VendorConnection('entra', wire);
});

after(async () => {
  await closeDispatchers();
  recorder.close();
});

describe("Entra's requests stand on the wire", () => {
  for (const template of templatesOf('entra')) {
    it(`${template.id}: ${template.meaning}`, async () => {
      await entra.send(template.id, VALUES);

      const request = recorder.requests.at(-1);
      assert.ok(request);
      assert.equal(request.line, `${template.method} /scim/v2${filledPath(template, VALUES)} HTTP/1.1`);
      const written = headerSet('entra', template.headers);
      assert.deepEqual(ownHeaders(request), [['Authorization', 'Bearer hvs.token-of-the-wire-test'], ...written]);
      assert.equal(request.body, bodyOf(template.id));
    });
  }
});
