import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareForms } from '../../src/replay/differences.ts';
import { type RecordedExchange, readHar } from '../../src/replay/har.ts';
import { MADE_UP, PRIVATE } from './made-up.ts';

describe('the recording beside the simulator', () => {
  const forms = compareForms('okta', readHar(MADE_UP));
  const of = (template: string) => forms.find((form) => form.template === template);

  it('confirms the forms that are the same', () => {
    for (const template of ['OK-Q01', 'OK-Q02', 'OK-Q08', 'OK-B09', 'OK-B13', 'OK-B14']) {
      assert.deepEqual(of(template)?.differences, [], template);
    }
  });

  it('names another encoding, another header, other members and other spacing', () => {
    assert.deepEqual(of('OK-Q04')?.differences, ['a blank in a filter is written +, ours %20']);
    assert.deepEqual(of('OK-B02')?.differences, ["the header X-Request-Secret is the recording's alone"]);
    assert.deepEqual(of('OK-B07')?.differences, [
      "the recording's body has groups: empty list, ours not",
      "our body has displayName: text, the recording's not",
      "our body has name.formatted: text, the recording's not",
    ]);
    assert.deepEqual(of('OK-B06')?.differences, ['the body is written with spaces, ours without']);
  });

  it('says that a request is unknown, with the form of its body and no value', () => {
    const [first] = readHar(MADE_UP);
    const unknown: RecordedExchange = {
      ...(first as RecordedExchange),
      method: 'POST',
      path: '/Bulk',
      body: '{"Operations":[{"method":"POST","data":{"userName":"lee.castellano"}}]}',
    };

    const [form] = compareForms('okta', [unknown]);

    assert.equal(form?.template, null);
    assert.deepEqual(form?.differences, [
      'our simulator sends no such request; its body has Operations[].method: text; Operations[].data.userName: text',
    ]);
  });

  it('shows nobody and no credential', () => {
    assert.equal(PRIVATE.test(JSON.stringify(forms)), false);
  });
});
