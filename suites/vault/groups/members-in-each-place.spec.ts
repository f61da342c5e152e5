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

type Who = (given: Given) => Promise<Outsider>;
const NOBODY: Record<string, Who> = { 'an unknown id': OUTSIDERS.nobody, 'a deleted user': OUTSIDERS.deletedUser };
const UNMANAGED: Record<string, Who> = {
  'an unmanaged entity': OUTSIDERS.entity,
  "the client's own principal": OUTSIDERS.ownPrincipal,
  "another client's principal": OUTSIDERS.otherPrincipal,
};
const GROUP: Record<string, Who> = { 'a group': OUTSIDERS.group };
const USER_NAME: Record<string, Who> = { 'a userName': OUTSIDERS.userName };
const EXTERNAL_ID: Record<string, Who> = { 'an externalId': OUTSIDERS.externalId };

const CREATES = [
  { what: 'an id that no user has', outsiders: NOBODY, id: 'VAULT-GROUP-05' },
  { what: 'a userName', outsiders: USER_NAME, id: 'VAULT-GROUP-06' },
  { what: 'an externalId', outsiders: EXTERNAL_ID, id: 'VAULT-GROUP-07' },
  { what: 'a group', outsiders: GROUP, id: 'VAULT-GROUP-08' },
  { what: 'an entity that SCIM does not manage', outsiders: UNMANAGED, id: 'VAULT-GROUP-09' },
] as const;

for (const { what, outsiders, id } of CREATES) {
  test(`a create makes no member of ${what}, in no place of the list`, row(id), async ({ tenant, vault, arrange }) => {
    const own = await arrange.users(tenant, 2);

    for (const [which, who] of Object.entries(outsiders)) {
      const { named, never } = await who({ tenant, arrange });
      const before = await tenant.scim.list('/Groups');

      const alone = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [named]));
      const after = await tenant.scim.list('/Groups');
      const answers = [];
      for (const members of inEachPlace(named, own)) {
        answers.push(await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), members)));
      }

      expect(alone, `the create with ${which} alone`).toBeRefused();
      expect(after.body, `the list of groups after a create with ${which}`).toEqual(before.body);
      for (const answer of answers.filter(isAccepted)) {
        const made = await vault.read(`identity/group/id/${idOf(answer)}`);
        expect(intersection(memberIdsOf(made), never), `${which} in the new Vault group`).toEqual([]);
      }
    }
  });
}

const REPLACES = [
  { what: 'a group', outsiders: GROUP, id: 'VAULT-GROUP-10' },
  { what: 'an entity that SCIM does not manage', outsiders: UNMANAGED, id: 'VAULT-GROUP-11' },
  { what: 'an id that no user has', outsiders: NOBODY, id: 'VAULT-GROUP-12' },
] as const;

const ADDS = [
  { what: 'an id that no user has', outsiders: NOBODY, id: 'VAULT-GPATCH-14' },
  { what: 'a group', outsiders: GROUP, id: 'VAULT-GPATCH-15' },
  { what: 'an entity that SCIM does not manage', outsiders: UNMANAGED, id: 'VAULT-GPATCH-16' },
  { what: 'a userName', outsiders: USER_NAME, id: 'VAULT-GPATCH-17' },
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

for (const { verb, change, what, outsiders, id } of CHANGES) {
  test(`${verb} makes no member of ${what}, in no place of the list`, row(id), async ({ tenant, vault, arrange }) => {
    const own = await arrange.users(tenant, 2);

    for (const [which, who] of Object.entries(outsiders)) {
      const { named, never } = await who({ tenant, arrange });
      const group = await arrange.group(tenant);
      const before = await tenant.scim.get(group.path);

      const alone = await change(tenant, group, [named]);
      const after = await tenant.scim.get(group.path);
      for (const members of inEachPlace(named, own)) await change(tenant, group, members);

      expect(alone, `${verb} with ${which} alone`).toBeRefused();
      expect(after.body, `the group after ${verb} with ${which}`).toEqual(before.body);
      const shown = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
      const stored = memberIdsOf(await vault.read(`identity/group/id/${group.id}`));
      expect(intersection([...shown, ...stored], never), `${which} among the members`).toEqual([]);
    }
  });
}

function intersection(ids: string[], never: string[]): string[] {
  return ids.filter((id) => never.includes(id));
}
