import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFaultyScimServer } from '../../src/targets/faulty-scim-server.ts';

test('a server of another machine is given no defect', async () => {
  const server = { baseUrl: 'https://idp.example.com/scim/v2', token: 'one', otherToken: 'two' };

  await assert.rejects(openFaultyScimServer(null, server, 0), /idp\.example\.com is no server of a test/);
});
