import { randomUUID } from 'node:crypto';
import {
  aliasesOf,
  createVaultGroup,
  expect,
  highRiskWhen,
  isAccepted,
  linkPath,
  ownerOf,
  row,
  test,
  wordsOf,
} from '../../../src/harness/index.ts';

type Answer = Parameters<typeof wordsOf>[0];

const withBody = (answer: Answer) => `${answer.status} ${answer.text === '' ? 'without' : 'with'} body`;
const marked = (owner: string) => (owner === '' ? 'without mark' : 'with mark');

test('unlinking an entity', row('VAULT-LINK-07'), async ({ vault, arrange, observe }) => {
  const client = await arrange.tenant();
  const user = await arrange.user(client);

  const answer = await vault.write(linkPath(client.clientName, 'unlink-entity'), { entity_id: user.id });

  const owner = await ownerOf(vault, `identity/entity/id/${user.id}`)();
  const read = await client.scim.get(user.path);
  expect(isAccepted(read), 'whether the user is served while the entity has the mark').toBe(owner !== '');
  observe(`unlink-entity: ${withBody(answer)}; entity ${marked(owner)}; read of the user: ${wordsOf(read)}`);
});

test(
  'unlinking a member of SCIM groups without a word on it',
  row('VAULT-LINK-08'),
  async ({ vault, arrange, observe }) => {
    const client = await arrange.tenant();
    const user = await arrange.user(client);
    const group = await arrange.group(client, [user]);
    const both = () =>
      Promise.all([vault.read(`identity/entity/id/${user.id}`), vault.read(`identity/group/id/${group.id}`)]);
    const before = (await both()).map(({ data }) => data);
    const membersOf = (records: typeof before) => [records[0]?.direct_group_ids, records[1]?.member_entity_ids];

    const seen: string[] = [];
    for (const options of [{}, { unlink_aliases: true }]) {
      const answer = await vault.write(linkPath(client.clientName, 'unlink-entity'), {
        entity_id: user.id,
        ...options,
      });

      const after = (await both()).map(({ data }) => data);
      expect(isAccepted(answer) ? before : after, 'entity and group after a refusal').toEqual(before);
      expect(membersOf(after), 'the membership, whatever the answer').toEqual(membersOf(before));
      const words = /remove_memberships/.test(answer.text) ? 'names' : 'does not name';
      seen.push(`${answer.status}, the text ${words} remove_memberships`);
    }

    observe(`unlink-entity: ${[...new Set(seen)].join('; ')}`);
  },
);

test('unlinking with memberships but without aliases', row('VAULT-LINK-09'), async ({ vault, arrange, observe }) => {
  const client = await arrange.tenant({ aliasMount: 'userpass' });
  const user = await arrange.user(client);
  await arrange.group(client, [user]);
  const path = `identity/entity/id/${user.id}`;
  const before = await vault.read(path);

  const answer = await vault.write(linkPath(client.clientName, 'unlink-entity'), {
    entity_id: user.id,
    remove_memberships: true,
  });

  const after = await vault.read(path);
  expect(isAccepted(answer) ? before.data : after.data, 'the entity after a refusal').toEqual(before.data);
  const owner = String(aliasesOf(after)[0]?.scim_client_id ?? '');
  const told = Array.isArray(answer.data?.unlinked_alias_ids) ? 'told' : 'not told';
  observe(
    `unlink-entity: ${answer.status}; alias ${marked(owner)}, ${told}`,
    highRiskWhen(owner === '' && told === 'not told'),
  );
});

test('answers of the link calls', row('VAULT-LINK-10'), async ({ vault, arrange, observe }) => {
  const entity = await arrange.entity();
  const group = await arrange.during(() => createVaultGroup(vault, arrange.unique('group')));
  const client = await arrange.tenant();
  const link = (action: Parameters<typeof linkPath>[1], object: Record<string, string>) =>
    vault.write(linkPath(client.clientName, action), object);

  const answers = {
    'link-entity': await link('link-entity', { entity_id: entity }),
    'link-group': await link('link-group', { group_id: group }),
    'unlink-entity': await link('unlink-entity', { entity_id: entity }),
    'unlink-group': await link('unlink-group', { group_id: group }),
    'link-entity of an unknown id': await link('link-entity', { entity_id: randomUUID() }),
    'link-group of an unknown id': await link('link-group', { group_id: randomUUID() }),
  };

  for (const answer of Object.values(answers)) expect(answer.status, 'status of a link call').toBeLessThan(500);
  const owner = await ownerOf(vault, `identity/group/id/${group}`)();
  const words = Object.entries(answers).map(([what, answer]) => `${what}: ${withBody(answer)}`);
  observe(`${words.join('; ')}; the group then is ${marked(owner)}`);
});

test('linking what another SCIM client owns', row('VAULT-LINK-11'), async ({ vault, other, arrange, observe }) => {
  const user = await arrange.user(other);
  const group = await arrange.group(other, [user]);
  const client = await arrange.tenant();
  const both = () =>
    Promise.all([vault.read(`identity/entity/id/${user.id}`), vault.read(`identity/group/id/${group.id}`)]);
  const before = (await both()).map(({ data }) => data);

  const answers = [
    await vault.write(linkPath(client.clientName, 'link-entity'), { entity_id: user.id }),
    await vault.write(linkPath(client.clientName, 'link-group'), { group_id: group.id }),
  ];

  const after = (await both()).map(({ data }) => data);
  const refused = answers.every((answer) => !isAccepted(answer));
  expect(refused ? after : before, 'entity and group after a refusal').toEqual(before);
  const ownerMoved = after.some((data, i) => data?.scim_client_id !== before[i]?.scim_client_id);
  observe(
    `link-entity: ${answers[0]?.status}, link-group: ${answers[1]?.status}; ${ownerMoved ? 'the owner changes' : 'the owner stays'}`,
    highRiskWhen(ownerMoved),
  );
});
