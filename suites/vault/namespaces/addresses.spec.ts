import {
  bodyOf,
  expect,
  groupBody,
  INNER_NAMESPACES,
  idOf,
  resolvedReference,
  resourcesOf,
  row,
  test,
  userBody,
} from '../../../src/harness/index.ts';

type Json = Record<string, unknown>;

const NO_ADDRESS = 'no answer has an address here';

for (const { place, made } of INNER_NAMESPACES) {
  test(
    `each address in the answers of ${place} leads to the resource there`,
    row('VAULT-NS-25'),
    async ({ vault, arrange, applies }) => {
      const child = await arrange.tenant({}, await made(arrange));
      const anywhere = vault.with({ namespace: '', token: child.token, actor: 'third' });

      const user = await child.scim.post('/Users', userBody(arrange.unique('user')));
      const group = await child.scim.post('/Groups', groupBody(arrange.unique('group'), [idOf(user)]));
      const reads = [await child.scim.get(`/Users/${idOf(user)}`), await child.scim.get(`/Groups/${idOf(group)}`)];
      const lists = [await child.scim.list('/Users'), await child.scim.list('/Groups')];

      const created = [user, group].map((answer) => ({ id: idOf(answer), address: answer.header('location') }));
      const inside = [...[user, group, ...reads].map(bodyOf), ...lists.flatMap(resourcesOf)].flatMap(addressesIn);
      const given = new Map<unknown, unknown>();
      for (const { id, address } of [...created, ...inside]) if (address) given.set(address, id);
      applies(given.size > 0, NO_ADDRESS);
      for (const [address, id] of given) {
        const { pathname } = new URL(resolvedReference(String(address), child.scimBaseUrl));
        const path = pathname.slice(pathname.indexOf('/v1/'));
        const read = await anywhere.send({ method: 'GET', path });
        expect(read, 'a read of an address').toHaveStatus(200);
        expect(idOf(read), 'id of what is there').toBe(id);
      }
    },
  );
}

/** `meta.location` of a resource, and `$ref` of its members and groups; each with the id of what it leads to. */
function addressesIn({ id, meta, members, groups }: Json): { id: unknown; address: unknown }[] {
  const references = [members ?? [], groups ?? []].flat() as Json[];
  return [
    { id, address: (meta as Json | undefined)?.location },
    ...references.map(({ value, $ref }) => ({ id: value, address: $ref })),
  ];
}
