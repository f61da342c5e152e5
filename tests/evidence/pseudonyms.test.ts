import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Redaction } from '../../src/evidence/redaction.ts';

const TYPE = 'application/scim+json';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const OURS = '11111111-1111-4111-8111-111111111111';
const THEIRS = '22222222-2222-4222-8222-222222222222';

function fresh(): Pseudonyms {
  return new Pseudonyms('vsc-r1', 'seed');
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of tests are looked into member by member
function through(pseudonyms: Pseudonyms, value: unknown): any {
  return JSON.parse(pseudonyms.body(JSON.stringify(value), TYPE));
}

function user(id: string, userName: string): Record<string, unknown> {
  return {
    schemas: [USER],
    id,
    userName,
    externalId: `ext-${userName}`,
    name: { familyName: 'Miller' },
    emails: [{ value: `${userName}@corp.example`, type: 'work', primary: 'true' }],
    active: true,
    meta: { resourceType: 'User', created: '2026-01-01T00:00:00Z', location: `https://vault:8200/v1/Users/${id}` },
  };
}

test('in a list our resources stay as they are and others become pseudonyms of the same structure', () => {
  const list = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: 2,
    Resources: [user(OURS, 'VSC-R1-jane'), user(THEIRS, 'bob')],
  };
  const out = through(fresh(), list);
  assert.deepEqual(out.Resources[0], list.Resources[0]);
  const other = out.Resources[1];
  assert.doesNotMatch(JSON.stringify(other), /bob|Miller|corp|22222222/);
  assert.match(other.userName, /^user-[0-9a-f]{12}$/);
  assert.match(other.id, /^00000000-0000-4000-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.match(other.emails[0].value, /^user-[0-9a-f]{12}@example\.invalid$/);
  assert.equal(other.meta.location, `https://vault:8200/v1/Users/${other.id}`);
  const { schemas, active, emails, meta } = other;
  assert.deepEqual(
    [schemas, active, emails[0].type, emails[0].primary, meta.resourceType, meta.created],
    [[USER], true, 'work', 'true', 'User', '2026-01-01T00:00:00Z'],
  );
});

test('the same value has the same pseudonym in a run, another one under another seed', () => {
  const first = fresh();
  const once = through(first, user(THEIRS, 'bob'));
  assert.deepEqual(through(first, user(THEIRS, 'bob')), once);
  assert.deepEqual(through(fresh(), user(THEIRS, 'bob')), once);
  assert.notEqual(through(new Pseudonyms('vsc-r1', 'other'), user(THEIRS, 'bob')).userName, once.userName);
  assert.deepEqual(through(first, once), once);
});

test('references are judged one by one, in our objects and in those of others', () => {
  const pseudonyms = fresh();
  pseudonyms.own(OURS);
  const members = [
    { value: OURS, display: 'vsc-r1-jane', $ref: `/Users/${OURS}` },
    { value: THEIRS, display: 'bob', $ref: `/Users/${THEIRS}`, type: 'User' },
  ];
  for (const displayName of ['vsc-r1-team', 'Board']) {
    const out = through(pseudonyms, { schemas: [GROUP], id: `id-of-${displayName}`, displayName, members });
    assert.deepEqual(out.members[0], members[0]);
    assert.doesNotMatch(JSON.stringify(out.members[1]), /bob|22222222/);
    assert.equal(out.members[1].type, 'User');
    assert.equal(out.displayName === displayName, displayName.startsWith('vsc'));
  }
});

test('an id learned from an object with our name is ours from then on', () => {
  const pseudonyms = fresh();
  through(pseudonyms, user(OURS, 'vsc-r1-jane'));
  const renamed = user(OURS, 'someone-else');
  assert.deepEqual(through(pseudonyms, renamed), renamed);
});

test('a single object without a name keeps its id, but not what it says of a person', () => {
  const nameless = {
    schemas: [USER],
    id: THEIRS,
    name: { familyName: 'Miller' },
    meta: { location: `/Users/${THEIRS}` },
  };
  const out = through(fresh(), nameless);
  assert.equal(out.id, THEIRS);
  assert.equal(out.meta.location, `/Users/${THEIRS}`);
  assert.notEqual(out.name.familyName, 'Miller');
  const inList = through(fresh(), { Resources: [{ id: THEIRS }] });
  assert.notEqual(inList.Resources[0].id, THEIRS);
  const known = fresh();
  through(known, user(THEIRS, 'bob'));
  assert.notEqual(through(known, nameless).id, THEIRS);
});

test('Vault identity answers: keys, key_info, names, metadata and external ids of others', () => {
  const answer = {
    request_id: 'r-1',
    data: {
      keys: [OURS, THEIRS],
      key_info: {
        [OURS]: { name: 'vsc-r1-jane', aliases: [{ name: 'vsc-r1-jane', mount_type: 'userpass' }] },
        [THEIRS]: {
          name: 'bob',
          aliases: [{ name: 'bob@corp.example', mount_type: 'userpass', mount_path: 'auth/up/' }],
        },
      },
    },
  };
  const out = through(fresh(), answer);
  assert.equal(out.data.keys[0], OURS);
  assert.deepEqual(out.data.key_info[OURS], answer.data.key_info[OURS]);
  const theirs = out.data.key_info[out.data.keys[1]];
  assert.equal(theirs.aliases[0].mount_path, 'auth/up/');
  assert.doesNotMatch(JSON.stringify(out), /bob|corp|22222222/);

  const entity = {
    request_id: 'r-2',
    data: {
      id: THEIRS,
      name: 'bob',
      external_id: 'hr-77',
      metadata: { phone: '555' },
      policies: ['default', 'payroll'],
      aliases: [{ id: 'a-1', canonical_id: THEIRS, name: 'bob', mount_accessor: 'auth_userpass_1' }],
      direct_group_ids: [],
      creation_time: '2026-01-01T00:00:00Z',
      disabled: false,
    },
  };
  const { data } = through(fresh(), entity);
  assert.doesNotMatch(JSON.stringify(data), /bob|hr-77|555|payroll|22222222|a-1"/);
  assert.deepEqual(
    [data.policies[0], data.aliases[0].mount_accessor, data.creation_time, data.disabled],
    ['default', 'auth_userpass_1', '2026-01-01T00:00:00Z', false],
  );
  assert.equal(data.aliases[0].canonical_id, data.id);
});

test('our entity keeps its aliases, a foreign id in our group does not stay', () => {
  const pseudonyms = fresh();
  const entity = {
    request_id: 'r',
    data: {
      id: OURS,
      name: 'vsc-r1-jane',
      aliases: [{ id: 'a', canonical_id: OURS, name: 'role-id-7' }],
      direct_group_ids: [],
    },
  };
  assert.deepEqual(through(pseudonyms, entity), entity);
  const group = { request_id: 'r', data: { id: 'g', name: 'vsc-r1-g', member_entity_ids: [OURS, THEIRS] } };
  const [ours, theirs] = through(pseudonyms, group).data.member_entity_ids;
  assert.equal(ours, OURS);
  assert.notEqual(theirs, THEIRS);
});

test('built-in names, discovery, messages and errors without names stay', () => {
  for (const body of [
    { request_id: 'r', data: { keys: ['default', 'root', 'token/'] } },
    {
      Resources: [
        { id: 'User', name: 'User', endpoint: '/Users', schema: USER, meta: { resourceType: 'ResourceType' } },
      ],
    },
    { Resources: [{ id: USER, name: 'User', attributes: [{ name: 'userName', type: 'string' }] }] },
    {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      documentationUri: 'https://x',
      patch: { supported: true },
    },
    { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404', detail: 'Resource not found' },
    { errors: ['1 error occurred:\n\t* permission denied\n\n'] },
  ]) {
    const pseudonyms = fresh();
    through(pseudonyms, { Resources: [user(THEIRS, 'User')] });
    assert.deepEqual(through(pseudonyms, body), body);
  }
});

test('names and ids of others that were seen before are found in errors, in text and in bare values', () => {
  const pseudonyms = fresh();
  through(pseudonyms, {
    Resources: [user(THEIRS, 'bob'), { schemas: [GROUP], id: 'g', displayName: 'Board of Directors' }],
  });
  const detail = `userName "bob" (${THEIRS}) is taken, see eve@corp.example in Board of Directors`;
  assert.doesNotMatch(through(pseudonyms, { status: '409', detail }).detail, /bob|2222|eve|Board/);
  assert.doesNotMatch(pseudonyms.text(detail), /bob|2222|eve|Board/);
  assert.doesNotMatch(pseudonyms.body('["bob","x"]', TYPE), /bob/);
  assert.equal(pseudonyms.text('vsc-r1-jane@corp.example'), 'vsc-r1-jane@corp.example');
});

test('filters and paths of URLs', () => {
  const pseudonyms = fresh();
  const theirs = through(pseudonyms, user(THEIRS, 'bob'));
  const filter = (text: string) => `/Users?filter=${encodeURIComponent(text)}&count=1`;
  assert.equal(pseudonyms.url(filter('userName eq "bob"')), filter(`userName eq "${theirs.userName}"`));
  for (const kept of [
    'userName eq "vsc-r1-x"',
    'userName sw "vsc"',
    'meta.created gt "2026-01-01T00:00:00Z"',
    'userName sw "a"',
  ]) {
    assert.equal(pseudonyms.url(filter(kept)), filter(kept));
  }
  assert.equal(
    pseudonyms.url('/Users?filter=userName+eq+%22vsc-r1%2bx%22'),
    '/Users?filter=userName+eq+%22vsc-r1%2bx%22',
  );
  assert.equal(pseudonyms.url(`/Users/${THEIRS}`), `/Users/${theirs.id}`);
  assert.equal(pseudonyms.url(`/Users/${OURS}`), `/Users/${OURS}`);
  assert.doesNotMatch(pseudonyms.url('/v1/identity/entity/name/Jane%20Doe'), /Jane/);
  assert.equal(pseudonyms.url('/v1/identity/entity/name/vsc-r1-x'), '/v1/identity/entity/name/vsc-r1-x');
});

test('spacing, duplicate members and broken ends stay, and so does the truncation mark', () => {
  const pseudonyms = fresh();
  const text = '{ "userName":"bob",\n "userName" : "eve", "id": 7, "nick": "open';
  const out = pseudonyms.body(text, TYPE);
  assert.match(out, /^\{ "userName":"user-\w+",\n "userName" : "user-\w+", "id": 7, "nick": "user-\w+$/);
  const long = `{"Resources":[${Array.from({ length: 1_000 }, (_, i) => JSON.stringify(user(`id-${i}`, `bob${i}`))).join(',')}]}`;
  const stored = pseudonyms.body(new Redaction().body(long, TYPE), TYPE);
  assert.match(stored, /\n\[truncated: \d+ of \d+ bytes left out\]$/);
  assert.doesNotMatch(stored, /bob|Miller/);
});

test('long values stay long and empty ones empty', () => {
  const out = through(fresh(), { schemas: [USER], userName: 'b'.repeat(300), title: '', nickName: 'y'.repeat(5_000) });
  assert.deepEqual([out.userName.length, out.title, out.nickName.length], [300, '', 1_024]);
});

test('an empty prefix is refused', () => {
  assert.throws(() => new Pseudonyms('', 'seed'), /prefix/);
});
