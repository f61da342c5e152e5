import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { selectedProjects } from '../../src/harness/selected-projects.ts';

const KNOWN = ['vault', 'rfc', 'okta', 'other-clients', 'clean-up'];

describe('the projects of a command line', () => {
  const lines: [string, string[]][] = [
    ['', []],
    ['--shard=1/2 --workers 2', []],
    ['--project=okta', ['okta']],
    ['--project okta --project=rfc --shard 1/2', ['rfc', 'okta']],
    ['--project vault rfc', ['vault', 'rfc']],
    ['--project=O*', ['okta', 'other-clients']],
    ['--project=other.clients', []],
    ['--grep=@okta --project=vault suites/vault', ['vault']],
  ];
  for (const [line, selected] of lines) {
    it(line || '(nothing)', () => {
      const argv = ['node', 'playwright', 'test', ...line.split(' ').filter(Boolean)];
      assert.deepEqual(selectedProjects(argv, KNOWN), selected);
    });
  }
});
