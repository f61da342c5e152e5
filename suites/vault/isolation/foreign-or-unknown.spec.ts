import { randomUUID } from 'node:crypto';
import {
  alikeOr,
  differenceOf,
  expect,
  groupBody,
  highRiskWhen,
  isAccepted,
  mentionsIn,
  row,
  type Tenant,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

const deactivate = [{ op: 'replace', path: 'active', value: false }];
const VERBS = [
  { verb: 'GET', send: ({ scim }: Tenant, path: string) => scim.get(path) },
  { verb: 'PUT', send: ({ scim }: Tenant, path: string, body: object) => scim.put(path, body) },
  { verb: 'PATCH', send: ({ scim }: Tenant, path: string) => scim.patch(path, deactivate) },
  { verb: 'DELETE', send: ({ scim }: Tenant, path: string) => scim.delete(path) },
];

test(
  'a foreign id and an unknown id are answered alike',
  row('VAULT-ISOL-28'),
  async ({ tenant, other, arrange, observe }) => {
    const user = await arrange.user(other);
    const group = await arrange.group(other, [user]);
    const differences: string[] = [];

    for (const { kind, path, body } of [
      { kind: 'Users', path: user.path, body: user.sent },
      { kind: 'Groups', path: group.path, body: { ...group.sent, members: [] } },
    ]) {
      for (const { verb, send } of VERBS) {
        const before = await other.scim.get(path);
        const foreign = await send(tenant, path, body);
        const after = await other.scim.get(path);
        const id = randomUUID();
        const unknown = await send(tenant, `/${kind}/${id}`, body);
        expect(foreign).toBeRefused();
        expect(after.body, 'the foreign resource').toEqual(before.body);
        differences.push(...differenceOf(`${verb} ${kind}`, { foreign, unknown }, path.split('/').at(-1) ?? '', id));
      }
    }

    observe(alikeOr(differences), highRiskWhen(differences.length > 0));
  },
);

test(
  'a userName that another client has tells of its existence',
  row('VAULT-ISOL-29'),
  async ({ tenant, other, arrange, observe }) => {
    const { userName, externalId, id, path } = await arrange.user(other);
    const before = await other.scim.get(path);

    const answer = await tenant.scim.post('/Users', userBody(userName, { externalId: arrange.unique('ext') }));

    const after = await other.scim.get(path);
    expect(after.body, 'the user of the other client').toEqual(before.body);
    expect(answer.status, 'status of the create').toBeLessThan(500);
    expect(mentionsIn(answer, { externalId, id }), 'more of the user than its name').toEqual([]);
    observe(`the create gets ${wordsOf(answer)}`, highRiskWhen(!isAccepted(answer)));
  },
);

test(
  'foreign members and unknown members are answered alike',
  row('VAULT-ISOL-30'),
  async ({ tenant, other, arrange, observe }) => {
    const { id } = await arrange.user(other);
    const group = await arrange.group(tenant);
    const before = await tenant.scim.get(group.path);
    const nobody = randomUUID();
    const differences: string[] = [];

    for (const { what, send } of [
      {
        what: 'create',
        send: (value: string) => tenant.scim.post('/Groups', groupBody(arrange.unique('one'), [value])),
      },
      {
        what: 'replace',
        send: (value: string) => tenant.scim.put(group.path, { ...group.sent, members: [{ value }] }),
      },
      {
        what: 'patch',
        send: (value: string) => tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value }] }]),
      },
    ]) {
      const foreign = await send(id);
      const unknown = await send(nobody);
      expect(foreign).toBeRefused();
      expect(unknown).toBeRefused();
      differences.push(...differenceOf(what, { foreign, unknown }, id, nobody));
    }

    const after = await tenant.scim.get(group.path);
    expect(after.body, 'the group').toEqual(before.body);
    observe(alikeOr(differences), highRiskWhen(differences.length > 0));
  },
);
