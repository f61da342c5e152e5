import {
  bodyOf,
  expect,
  failedSteps,
  followPrintedSetup,
  groupBody,
  idOf,
  mayIssueAnyPolicy,
  row,
  test,
  userBody,
  valuesOf,
  wordsOf,
} from '../../../src/harness/index.ts';

const SCIM = 'identity/scim/v2';
const ALL = ['create', 'read', 'update', 'patch', 'delete', 'list'];
const WILDCARD = { [`${SCIM}/*`]: ['create', 'read', 'update', 'delete', 'list'] };
const PER_PATH = {
  [`${SCIM}/Users`]: ALL,
  [`${SCIM}/Users/*`]: ALL,
  [`${SCIM}/Groups`]: ALL,
  [`${SCIM}/Groups/*`]: ALL,
  [`${SCIM}/ResourceTypes/*`]: ['read'],
  [`${SCIM}/Schemas/*`]: ['read'],
  [`${SCIM}/ServiceProviderConfig`]: ['read'],
};
const ONLY_OWN = 'the token of the run may issue its own policies only';

test(
  'the printed bearer-token set-up leads to a client that creates and reads a user and a group',
  row('VAULT-SETUP-10'),
  async ({ vault, arrange, applies }) => {
    const name = arrange.unique('connector');
    applies(await arrange.during(() => mayIssueAnyPolicy(vault, name)), ONLY_OWN);

    const setup = await followPrintedSetup(vault, { name, policy: WILDCARD });
    const { scim } = arrange.connector(setup);
    const user = await scim.post('/Users', userBody(arrange.unique('user')));
    const group = await scim.post('/Groups', groupBody(arrange.unique('group'), [idOf(user)]));
    const readUser = await scim.get(`/Users/${idOf(user)}`);
    const readGroup = await scim.get(`/Groups/${idOf(group)}`);

    expect(failedSteps(setup), 'the steps that failed').toEqual([]);
    expect(setup.token.auth?.entity_id, 'the entity of the token').toBe(setup.principalId);
    expect(user).toHaveStatus(201);
    expect(group).toHaveStatus(201);
    expect(readUser).toHaveStatus(200);
    expect(idOf(readUser), 'the user').toBe(idOf(user));
    expect(readGroup).toHaveStatus(200);
    expect(valuesOf(bodyOf(readGroup).members), 'the members of the group').toEqual([idOf(user)]);
    const stored = await vault.read(`identity/group/id/${idOf(group)}`);
    expect(stored.data?.member_entity_ids, 'the members of the group in Vault').toEqual([idOf(user)]);
  },
);

test(
  'the set-up with a SCIM token and per-path policies leads to a client that patches',
  row('VAULT-SETUP-12'),
  async ({ vault, arrange, applies }) => {
    const name = arrange.unique('connector');
    applies(await arrange.during(() => mayIssueAnyPolicy(vault, name)), ONLY_OWN);

    const setup = await followPrintedSetup(vault, { name, policy: PER_PATH, token: { type: 'scim' } });
    const { scim } = arrange.connector(setup);
    const created = await scim.post('/Users', userBody(arrange.unique('user')));
    const path = `/Users/${idOf(created)}`;
    const patched = await scim.patch(path, [{ op: 'replace', path: 'active', value: false }]);
    const read = await scim.get(path);

    expect(failedSteps(setup), 'the steps that failed').toEqual([]);
    expect(created).toHaveStatus(201);
    expect(patched).toHaveStatus([200, 204]);
    expect(bodyOf(read).active, 'active').toBe(false);
    const entity = await vault.read(`identity/entity/id/${idOf(created)}`);
    expect(entity.data?.disabled, 'disabled of the entity').toBe(true);
  },
);

test(
  'whether the order of client and credential steps matters',
  row('VAULT-SETUP-11'),
  async ({ vault, arrange, applies, observe }) => {
    const [first, last] = [arrange.unique('connector'), arrange.unique('connector')];
    applies(await arrange.during(() => mayIssueAnyPolicy(vault, first)), ONLY_OWN);

    const clientFirst = arrange.connector(await followPrintedSetup(vault, { name: first, policy: WILDCARD }));
    const clientLast = arrange.connector(
      await followPrintedSetup(vault, { name: last, policy: WILDCARD, clientLast: true }),
    );
    const answers = [await clientFirst.scim.get('/Users'), await clientLast.scim.get('/Users')];

    for (const { status } of answers) expect(status, 'the status of a list').toBeLessThan(500);
    observe(`client before the credential: ${answers.map(wordsOf).join('; after it: ')}`);
  },
);
