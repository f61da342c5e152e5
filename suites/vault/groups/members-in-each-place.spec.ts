import { randomUUID } from 'node:crypto';
import {
  type Arrange,
  bodyOf,
  expect,
  groupBody,
  idOf,
  inEachPlace,
  isAccepted,
  memberIdsOf,
  row,
  type Tenant,
  test,
  valuesOf,
} from '../../../src/harness/index.ts';

/** What a request names as a member, and the ids that it must not make members by that. */
type Outsider = { named: string; never: string[] };
type Given = { arrange: Arrange; tenant: Tenant };

const OUTSIDERS = {
  entity: async ({ arrange }: Given) => outsider(await arrange.entity()),
  ownPrincipal: async ({ tenant }: Given) => outsider(tenant.principalId ?? ''),
  otherPrincipal: async ({ arrange }: Given) => {
    const principal = await arrange.entity();
    await arrange.scimClient({ access_grant_principal: principal });
    return outsider(principal);
  },
  nobody: async (_given: Given) => outsider(randomUUID()),
  deletedUser: async ({ arrange, tenant }: Given) => {
    const user = await arrange.user(tenant);
    await arrange.group(tenant, [user]);
    await arrange.during(() => tenant.scim.delete(user.path));
    return outsider(user.id);
  },
  group: async ({ arrange, tenant }: Given) => outsider((await arrange.group(tenant)).id),
  userName: async ({ arrange, tenant }: Given) => {
    const user = await arrange.user(tenant);
    return outsider(user.userName, user.id);
  },
  externalId: async ({ arrange, tenant }: Given) => {
    const user = await arrange.user(tenant);
    return outsider(user.externalId, user.id);
  },
};

function outsider(named: string, ...others: string[]): Outsider {
  return { named, never: [named, ...others] };
}

const CREATES = [
  { what: 'an unknown id', who: OUTSIDERS.nobody, id: 'VAULT-GROUP-05' },
  { what: 'a deleted user', who: OUTSIDERS.deletedUser, id: 'VAULT-GROUP-05' },
  { what: 'a userName', who: OUTSIDERS.userName, id: 'VAULT-GROUP-06' },
  { what: 'an externalId', who: OUTSIDERS.externalId, id: 'VAULT-GROUP-07' },
  { what: 'a group', who: OUTSIDERS.group, id: 'VAULT-GROUP-08' },
  { what: 'an unmanaged entity', who: OUTSIDERS.entity, id: 'VAULT-GROUP-09' },
  { what: "the client's own principal", who: OUTSIDERS.ownPrincipal, id: 'VAULT-GROUP-09' },
  { what: "another client's principal", who: OUTSIDERS.otherPrincipal, id: 'VAULT-GROUP-09' },
] as const;

for (const { what, who, id } of CREATES) {
  test(`a create makes no member of ${what}, in no place of the list`, row(id), async ({ tenant, vault, arrange }) => {
    const { named, never } = await who({ tenant, arrange });
    const own = await arrange.users(tenant, 2);
    const before = await tenant.scim.list('/Groups');

    const alone = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [named]));
    const after = await tenant.scim.list('/Groups');
    const answers = [];
    for (const members of inEachPlace(named, own)) {
      answers.push(await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), members)));
    }

    expect(alone).toBeRefused();
    expect(after.body, 'the list of groups').toEqual(before.body);
    for (const answer of answers.filter(isAccepted)) {
      const made = await vault.read(`identity/group/id/${idOf(answer)}`);
      expect(intersection(memberIdsOf(made), never), 'the outsider in the new Vault group').toEqual([]);
    }
  });
}

const REPLACES = [
  { what: 'a group', who: OUTSIDERS.group, id: 'VAULT-GROUP-10' },
  { what: 'an unmanaged entity', who: OUTSIDERS.entity, id: 'VAULT-GROUP-11' },
  { what: "the client's own principal", who: OUTSIDERS.ownPrincipal, id: 'VAULT-GROUP-11' },
  { what: "another client's principal", who: OUTSIDERS.otherPrincipal, id: 'VAULT-GROUP-11' },
  { what: 'an unknown id', who: OUTSIDERS.nobody, id: 'VAULT-GROUP-12' },
  { what: 'a deleted user', who: OUTSIDERS.deletedUser, id: 'VAULT-GROUP-12' },
] as const;

const ADDS = [
  { what: 'an unknown id', who: OUTSIDERS.nobody, id: 'VAULT-GPATCH-14' },
  { what: 'a deleted user', who: OUTSIDERS.deletedUser, id: 'VAULT-GPATCH-14' },
  { what: 'a group', who: OUTSIDERS.group, id: 'VAULT-GPATCH-15' },
  { what: 'an unmanaged entity', who: OUTSIDERS.entity, id: 'VAULT-GPATCH-16' },
  { what: "the client's own principal", who: OUTSIDERS.ownPrincipal, id: 'VAULT-GPATCH-16' },
  { what: "another client's principal", who: OUTSIDERS.otherPrincipal, id: 'VAULT-GPATCH-16' },
  { what: 'a userName', who: OUTSIDERS.userName, id: 'VAULT-GPATCH-17' },
] as const;

type Group = { path: string; displayName: string };
const replace = (tenant: Tenant, group: Group, members: string[]) =>
  tenant.scim.put(group.path, groupBody(group.displayName, members));
const add = (tenant: Tenant, group: Group, members: string[]) =>
  tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: members.map((value) => ({ value })) }]);
const CHANGES = [
  ...REPLACES.map((one) => ({ ...one, verb: 'a replace', change: replace })),
  ...ADDS.map((one) => ({ ...one, verb: 'an add', change: add })),
];

for (const { verb, change, what, who, id } of CHANGES) {
  test(`${verb} makes no member of ${what}, in no place of the list`, row(id), async ({ tenant, vault, arrange }) => {
    const { named, never } = await who({ tenant, arrange });
    const own = await arrange.users(tenant, 2);
    const group = await arrange.group(tenant);
    const before = await tenant.scim.get(group.path);

    const alone = await change(tenant, group, [named]);
    const after = await tenant.scim.get(group.path);
    for (const members of inEachPlace(named, own)) await change(tenant, group, members);

    expect(alone).toBeRefused();
    expect(after.body, 'the group').toEqual(before.body);
    const shown = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
    const stored = memberIdsOf(await vault.read(`identity/group/id/${group.id}`));
    expect(intersection([...shown, ...stored], never), 'the outsider among the members').toEqual([]);
  });
}

function intersection(ids: string[], never: string[]): string[] {
  return ids.filter((id) => never.includes(id));
}
