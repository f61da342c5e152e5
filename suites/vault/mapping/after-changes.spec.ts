import { aliasesOf, expect, metadataOf, row, scimClientPath, type Tenant, test } from '../../../src/harness/index.ts';

type User = { path: string; userName: string; sent: Record<string, unknown> };
type Tenants = { tenant: Tenant; unaliased: Tenant };
type Step = {
  after: string;
  name: (first: string) => string;
  active: boolean;
  /** Metadata that a replace sends, and that a patch leaves. */
  department: string;
  send: 'PUT' | 'PATCH';
};

const second = (first: string) => `${first}-second`;
const inCapitals = (first: string) => `${first}-SECOND`;
const third = (first: string) => `${first}-third`;
const fourth = (first: string) => `${first}-fourth`;
const itself = (first: string) => first;

/** What an identity provider does to one user in the course of time. */
const HISTORY: Step[] = [
  { after: 'a rename', name: second, active: true, department: 'first', send: 'PUT' },
  { after: 'a rename in letter case only', name: inCapitals, active: true, department: 'second', send: 'PUT' },
  { after: 'a deactivation by patch', name: inCapitals, active: false, department: 'second', send: 'PATCH' },
  { after: 'a rename of an inactive user', name: third, active: false, department: 'third', send: 'PUT' },
  { after: 'an activation by patch', name: third, active: true, department: 'third', send: 'PATCH' },
  { after: 'a rename and a deactivation at once', name: fourth, active: false, department: 'fourth', send: 'PUT' },
  { after: 'an activation by replace', name: fourth, active: true, department: 'fifth', send: 'PUT' },
  { after: 'a deactivation by replace', name: fourth, active: false, department: 'sixth', send: 'PUT' },
  { after: 'an activation and the first name again', name: itself, active: true, department: 'first', send: 'PUT' },
];

const REQUESTS = {
  PUT: (tenant: Tenant, user: User, { name, active, department }: Step) =>
    tenant.scim.put(user.path, {
      ...user.sent,
      ...metadataOf({ site: 'north', department }),
      userName: name(user.userName),
      active,
    }),
  PATCH: (tenant: Tenant, user: User, { active }: Step) =>
    tenant.scim.patch(user.path, [{ op: 'replace', path: 'active', value: active }]),
};
/** Whether users have aliases makes no difference for their entities. */
const CLIENTS = [
  { which: 'with an alias mount', clientOf: ({ tenant }: Tenants) => tenant },
  { which: 'without an alias mount', clientOf: ({ unaliased }: Tenants) => unaliased },
];
const made = (tenant: Tenant, user: User, step: Step) => REQUESTS[step.send](tenant, user, step);

for (const { which, clientOf } of CLIENTS) {
  test(
    `an entity has the name of its user after each change, ${which}`,
    row('VAULT-MAP-16'),
    async ({ tenant, unaliased, vault, arrange }) => {
      const client = clientOf({ tenant, unaliased });
      const user = await arrange.user(client);

      for (const step of HISTORY) {
        await made(client, user, step);

        const { data } = await vault.read(`identity/entity/name/${step.name(user.userName)}`);
        expect(data?.name, `name of the entity after ${step.after}`).toBe(step.name(user.userName));
        expect(data?.id, `entity of that name after ${step.after}`).toBe(user.id);
      }
    },
  );
}

test('an alias has the name of its user after each change', row('VAULT-MAP-17'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);

  for (const step of HISTORY) {
    await made(tenant, user, step);

    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(aliasesOf(entity)[0]?.name, `name of the alias after ${step.after}`).toBe(step.name(user.userName));
  }
});

for (const { which, clientOf } of CLIENTS) {
  test(
    `an entity keeps the external id through each change, ${which}`,
    row('VAULT-MAP-03'),
    async ({ tenant, unaliased, vault, arrange }) => {
      const client = clientOf({ tenant, unaliased });
      const user = await arrange.user(client);

      for (const step of HISTORY) {
        await made(client, user, step);

        const entity = await vault.read(`identity/entity/id/${user.id}`);
        expect(entity.data?.external_id, `external id after ${step.after}`).toBe(user.externalId);
      }
    },
  );
}

for (const { which, clientOf } of CLIENTS) {
  test(
    `an entity keeps the mark of its SCIM client through each change, ${which}`,
    row('VAULT-MAP-08'),
    async ({ tenant, unaliased, vault, arrange }) => {
      const client = clientOf({ tenant, unaliased });
      const user = await arrange.user(client);
      const { data } = await vault.read(scimClientPath(client.clientName));

      for (const step of HISTORY) {
        await made(client, user, step);

        const entity = await vault.read(`identity/entity/id/${user.id}`);
        expect(entity.data?.scim_client_id, `mark on the entity after ${step.after}`).toBe(data?.client_id);
      }
    },
  );
}

test(
  'an alias keeps the mark of its SCIM client through each change',
  row('VAULT-MAP-14'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const before = await vault.read(`identity/entity/id/${user.id}`);

    for (const step of HISTORY) {
      await made(tenant, user, step);

      const marks = aliasesOf(await vault.read(`identity/entity/id/${user.id}`)).map((alias) => alias.scim_client_id);
      expect(new Set(marks), `marks on the aliases after ${step.after}`).toEqual(
        new Set([before.data?.scim_client_id]),
      );
    }
  },
);

test(
  'an alias stays on its mount and at its entity through each change',
  row('VAULT-MAP-18'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);

    for (const step of HISTORY) {
      await made(tenant, user, step);

      const aliases = aliasesOf(await vault.read(`identity/entity/id/${user.id}`));
      const places = aliases.map(({ canonical_id, mount_accessor }) => ({ canonical_id, mount_accessor }));
      expect(places, `entity and mount of the alias after ${step.after}`).toEqual([
        { canonical_id: user.id, mount_accessor: tenant.aliasMount?.accessor },
      ]);
    }
  },
);

for (const { which, clientOf } of CLIENTS) {
  test(
    `an entity has the metadata of its user after each change, ${which}`,
    row('VAULT-MAP-22'),
    async ({ tenant, unaliased, vault, arrange }) => {
      const client = clientOf({ tenant, unaliased });
      const user = await arrange.user(client, metadataOf({ site: 'south', office: 'first' }));

      for (const step of HISTORY) {
        await made(client, user, step);

        const entity = await vault.read(`identity/entity/id/${user.id}`);
        const { department } = step;
        expect(entity.data?.metadata, `metadata of the entity after ${step.after}`).toEqual({
          site: 'north',
          department,
        });
      }
    },
  );
}

test('an entity has exactly one alias after each change', row('VAULT-MAP-10'), async ({ tenant, vault, arrange }) => {
  const user = await arrange.user(tenant);

  for (const step of HISTORY) {
    await made(tenant, user, step);

    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(aliasesOf(entity), `aliases of the entity after ${step.after}`).toHaveLength(1);
  }
});

test(
  'the alias of a user leads to its entity after each change, and its former name does not',
  row('VAULT-MAP-13'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const found = (alias_name: string) =>
      vault.write('identity/lookup/entity', { alias_name, alias_mount_accessor: tenant.aliasMount?.accessor });

    for (const step of HISTORY) {
      await made(tenant, user, step);

      const { data } = await found(step.name(user.userName));
      expect(data?.id, `entity that the alias leads to after ${step.after}`).toBe(user.id);
    }

    const { data } = await found(third(user.userName));
    expect(data?.id, 'entity that a former name leads to').toBeUndefined();
    const entity = await vault.read(`identity/entity/id/${user.id}`);
    expect(aliasesOf(entity)[0]?.canonical_id, 'entity of the alias').toBe(user.id);
  },
);
