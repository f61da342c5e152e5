import {
  type BulkOperation,
  bodyOf,
  bulkBody,
  expect,
  row,
  sendBulk,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

/** More than this is a load on the server, and not a look at its limits. */
const MOST_OPERATIONS = 2_000;
const MOST_BYTES = 4 * 1_048_576;

const UNKNOWN = '/Users/00000000-0000-4000-8000-000000000000';

/** The limit that `/ServiceProviderConfig` announces; NaN where it announces none. */
function limitOf(target: { discovery: { serviceProviderConfig: unknown } }, name: string): number {
  const { bulk } = target.discovery.serviceProviderConfig as { bulk?: Record<string, unknown> };
  return Number(bulk?.[name]);
}

/** A request with one operation more than is allowed, of which the first deletes a resource. */
function sendTooMany(tenant: Tenant, path: string, limit: number) {
  const rest = Array.from({ length: limit }, (): BulkOperation => ({ method: 'DELETE', path: UNKNOWN }));
  return sendBulk(tenant, [{ method: 'DELETE', path }, ...rest]);
}

/** A request of one byte more than is allowed, with blanks behind its end, which deletes a resource. */
function sendTooLarge(tenant: Tenant, path: string, limit: number) {
  const text = JSON.stringify(bulkBody([{ method: 'DELETE', path }]));
  return tenant.scim.send({ method: 'POST', path: '/Bulk', raw: text.padEnd(limit + 1) });
}

const LIMITS = [
  {
    name: 'maxOperations',
    what: 'too many operations',
    most: MOST_OPERATIONS,
    send: sendTooMany,
    row: 'RFC7644-3.7.4-02',
    words: /operation/i,
  },
  {
    name: 'maxPayloadSize',
    what: 'too large a payload',
    most: MOST_BYTES,
    send: sendTooLarge,
    row: 'RFC7644-3.7.4-03',
    words: /payload|size/i,
  },
] as const;

for (const { name, what, most, send, words, row: id } of LIMITS) {
  test(`a bulk request with ${what} is refused with 413`, row(id), async ({ tenant, target, arrange, applies }) => {
    const limit = limitOf(target, name);
    applies(limit > 0 && limit <= most, `${name} is not announced, or too large to try`);
    const user = await arrange.user(tenant);
    const before = await tenant.scim.get(user.path);

    const refused = await send(tenant, user.path, limit);

    expect(refused).toHaveStatus(413);
    const after = await tenant.scim.get(user.path);
    expect(after.body, 'the user of the first operation').toEqual(before.body);
  });

  test(
    `the refusal of ${what} says which limit it is`,
    row('RFC7644-3.7.4-04', 'RFC7644-3.12-14'),
    async ({ tenant, target, arrange, applies }) => {
      const limit = limitOf(target, name);
      applies(limit > 0 && limit <= most, `${name} is not announced, or too large to try`);
      const user = await arrange.user(tenant);
      const before = await tenant.scim.get(user.path);

      const refused = await send(tenant, user.path, limit);

      expect(refused).toHaveStatus(413);
      const detail = String(bodyOf(refused).detail ?? '');
      const saysSo = words.test(detail) || detail.replace(/\D/g, '').includes(String(limit));
      expect(saysSo, `whether the detail names ${name} or its value`).toBe(true);
      const after = await tenant.scim.get(user.path);
      expect(after.body, 'the user of the first operation').toEqual(before.body);
    },
  );
}
