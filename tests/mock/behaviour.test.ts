import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ASSUMPTIONS, resolveBehaviour } from '../../src/mock/behaviour.ts';
import { STATE_FAULTS } from '../../src/mock/state-faults.ts';

test('each assumption has a name of its own, an open question, a text, and alternatives that are not its default', () => {
  assert.equal(new Set(ASSUMPTIONS.map(({ name }) => name)).size, ASSUMPTIONS.length);
  for (const assumption of ASSUMPTIONS) {
    const alternatives: readonly string[] = assumption.alternatives;
    assert.match(assumption.name, /^[a-zA-Z][\w.-]+$/);
    assert.ok(assumption.question >= 1 && assumption.question <= 41, assumption.name);
    assert.match(assumption.text, /^[A-Z0-9a-z].+\.$/, assumption.name);
    assert.ok(alternatives.length > 0 && !alternatives.includes(assumption.default), assumption.name);
  }
});

test('each assumption decides something in the double', () => {
  const source = sourcesBelow(new URL('../../src/mock/', import.meta.url)).join('\n');
  const unused = ASSUMPTIONS.map(({ name }) => name).filter(
    (name) => !source.includes(`'${name}'`) && !source.includes(`assume.${name}`),
  );
  assert.deepEqual(unused, []);
});

test('an unknown version, assumption or value is refused in one sentence', () => {
  assert.throws(() => resolveBehaviour('1.9.0'), {
    message: 'The double does not play Vault 1.9.0; choose one of 2.0.0, 2.0.1, 2.0.4, 2.2.0.',
  });
  assert.throws(() => resolveBehaviour('2.2.0', { colour: 'red' }), {
    message: 'There is no assumption named "colour"; "npm run mock -- --help" lists them.',
  });
  assert.throws(() => resolveBehaviour('2.2.0', { pagination: 'maybe' }), {
    message: 'The assumption pagination cannot be "maybe"; choose one of honour, ignore.',
  });
});

test('a behaviour is frozen and has the default of what was not chosen', () => {
  const behaviour = resolveBehaviour('2.0.0', { 'member-removal-2.0.0': 'silent' });
  assert.equal(behaviour.version, '2.0.0');
  assert.equal(behaviour.assume['member-removal-2.0.0'], 'silent');
  assert.equal(behaviour.assume.pagination, 'honour');
  assert.ok(Object.isFrozen(behaviour) && Object.isFrozen(behaviour.assume));
});

test('the list of state defects and the places that ask for them agree', () => {
  const files = sourcesBelow(new URL('../../src/mock/', import.meta.url)).filter(
    (text) => !text.includes('export const STATE_FAULTS'),
  );
  const asked = new Set(files.flatMap((text) => text.match(/'state-[a-z-]+'/g) ?? []).map((name) => name.slice(1, -1)));
  const listed = STATE_FAULTS.map(({ id }) => id);
  assert.deepEqual([...asked].sort(), [...listed].sort());
});

function sourcesBelow(folder: URL): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names
    .filter((name) => !/assumptions?\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
}
