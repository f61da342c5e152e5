import { expect, OTHER_SETTINGS, row, scimClientPath, test, waitUntilGone } from '../../../src/harness/index.ts';

test(
  'what is done to one SCIM client leaves the others as they are, also those whose names begin with its own',
  row('VAULT-CLIENT-59'),
  async ({ vault, arrange }) => {
    const extra = { allowed_extra_alias_mount_accessors: [(await arrange.authMount()).accessor] };
    const [beside, own, next] = [
      await arrange.scimClient({ ...OTHER_SETTINGS, ...extra }),
      await arrange.entity(),
      await arrange.entity(),
    ];
    const name = arrange.unique('client');
    const path = scimClientPath(name);
    const others = [beside.path, scimClientPath(`${name}-2`), scimClientPath(`${name}s`)];
    for (const one of others.slice(1)) {
      const fields = { access_grant_principal: await arrange.entity(), ...OTHER_SETTINGS };
      await arrange.during(() => vault.writeOrThrow('create a SCIM client', one, fields));
    }
    const stored = () => Promise.all(others.map(async (one) => (await vault.read(one)).data));
    const before = await stored();

    for (const [what, fields] of [
      ['created', { access_grant_principal: own }],
      ['updated', { access_grant_principal: next, ...OTHER_SETTINGS, max_active_tokens: 3, max_token_ttl: 60 }],
      ['updated again', { access_grant_principal: own, allow_user_adoption: false, allow_group_adoption: false }],
    ] as const) {
      expect(await vault.write(path, fields), `a SCIM client that is ${what}`).toHaveStatus([200, 204]);
      expect(await stored(), `the others when it is ${what}`).toEqual(before);
    }
    expect(await vault.remove(path), 'its deletion').toHaveStatus([200, 204]);
    await waitUntilGone(vault, path);
    expect(await stored(), 'the others when it is deleted').toEqual(before);
  },
);

test(
  'the list of SCIM clients goes on holding those whose names begin with the name of a deleted one',
  row('VAULT-CLIENT-05'),
  async ({ vault, arrange }) => {
    const deleted = await arrange.scimClient();
    const names = [`${deleted.name}-2`, `${deleted.name}s`];
    for (const name of names) {
      const fields = { access_grant_principal: await arrange.entity() };
      await arrange.during(() => vault.writeOrThrow('create a SCIM client', scimClientPath(name), fields));
    }
    await vault.remove(deleted.path);
    await waitUntilGone(vault, deleted.path);

    const list = await vault.send({ method: 'LIST', path: '/v1/identity/scim/client' });

    const listed = list.keys.filter((key) => key.startsWith(deleted.name));
    expect(listed.sort(), 'the names that begin so').toEqual(names.sort());
  },
);
