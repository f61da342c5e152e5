import { changeOf, expect, row, type Tenant, test } from '../../../src/harness/index.ts';

/** A patch whose sender does not wait for its end (RFC 9967 section 2.5.1.1). */
function patchLater(tenant: Tenant, { path }: { path: string }, type: Parameters<typeof changeOf>[0]) {
  const { name, to } = changeOf(type);
  const headers = { Prefer: 'respond-async' };
  return tenant.scim.patch(path, [{ op: 'replace', path: name, value: to }], { headers });
}

const AT_ONCE = 'the server does it at once';

test(
  'a patch that may be done later is done or accepted',
  row('RFC9967-2.5.1.1-01'),
  async ({ tenant, arrange, types, observe }) => {
    const user = await arrange.user(tenant);

    const patched = await patchLater(tenant, user, types.user);

    observe(`a patch with respond-async answers ${patched.status}`);
    expect(patched).toHaveStatus([200, 202, 204]);
    const read = await tenant.scim.get(user.path);
    expect(read).toHaveStatus(200);
  },
);

test(
  'what is accepted for later has no body',
  row('RFC9967-2.5.1.1-02'),
  async ({ tenant, arrange, types, applies }) => {
    const user = await arrange.user(tenant);

    const patched = await patchLater(tenant, user, types.user);

    applies(patched.status === 202, AT_ONCE);
    expect(patched.text, 'body').toBe('');
  },
);

test(
  'what is accepted for later names its transaction',
  row('RFC9967-3-01'),
  async ({ tenant, arrange, types, applies }) => {
    const user = await arrange.user(tenant);

    const patched = await patchLater(tenant, user, types.user);

    applies(patched.status === 202, AT_ONCE);
    expect(patched.header('set-txn') ?? '', 'Set-Txn').not.toBe('');
  },
);
