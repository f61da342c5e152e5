import { bodyOf, documentsIn, expect, row, test } from '../../../src/harness/index.ts';

test('the resource types are served', row('VAULT-DISC-09'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/ResourceTypes');

  expect(answer).toHaveStatus(200);
});

test('the schemas are served', row('VAULT-DISC-11'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/Schemas');

  expect(answer).toHaveStatus(200);
});

for (const [path, rowId] of [
  ['/ResourceTypes', 'VAULT-DISC-10'],
  ['/Schemas', 'VAULT-DISC-12'],
] as const) {
  test(`each document listed by ${path} can be read by its id`, row(rowId), async ({ tenant }) => {
    const listed = documentsIn(await tenant.scim.get(path)).map(({ id, name }) => String(id ?? name));

    const answers: { status: number; id: unknown }[] = [];
    for (const id of listed) {
      const answer = await tenant.scim.get(`${path}/${id}`);
      answers.push({ status: answer.status, id: bodyOf(answer).id ?? bodyOf(answer).name });
    }

    expect(listed, 'the ids that are listed').not.toEqual([]);
    expect(answers, 'the documents by their ids').toEqual(listed.map((id) => ({ status: 200, id })));
  });
}

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';

for (const { path, unknown, id } of [
  {
    path: '/Schemas',
    unknown: ['urn:ietf:params:scim:schemas:unknown:2.0:Thing', CORE, `${CORE}:Use`, `${CORE}:UserX`],
    id: 'VAULT-DISC-13',
  },
  { path: '/ResourceTypes', unknown: ['Thing', 'Users', 'Groups', 'Use'], id: 'VAULT-DISC-14' },
] as const) {
  test(`unknown ids below ${path} are answered as errors`, row(id), async ({ tenant }) => {
    const before = await tenant.scim.get(path);
    const answers = [];
    for (const one of unknown) answers.push(await tenant.scim.get(`${path}/${one}`));
    const after = await tenant.scim.get(path);

    for (const answer of answers) expect(answer).toBeRefused();
    expect(after.body, 'the list afterwards').toEqual(before.body);
  });
}

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

for (const path of ['/ServiceProviderConfig', '/Schemas', '/ResourceTypes']) {
  test(`writes to ${path} are refused and change nothing`, row('VAULT-DISC-15'), async ({ tenant }) => {
    const before = await tenant.scim.get(path);

    for (const method of WRITES) {
      const answer = await tenant.scim.send({ method, path, ...(method === 'DELETE' ? {} : { body: before.body }) });
      const after = await tenant.scim.get(path);

      expect(answer, `the answer to ${method}`).toBeRefused();
      expect(after.body, `the document after ${method}`).toEqual(before.body);
    }
  });
}

for (const path of ['/Schemas', '/ResourceTypes']) {
  test(
    `writes to each document below ${path} are refused and change nothing`,
    row('VAULT-DISC-15'),
    async ({ tenant }) => {
      const before = await tenant.scim.get(path);
      const documents = documentsIn(before);
      expect(documents, 'the documents that are listed').not.toEqual([]);

      for (const method of WRITES) {
        const answers = [];
        for (const document of documents) {
          const one = `${path}/${document.id ?? document.name}`;
          answers.push(
            await tenant.scim.send({ method, path: one, ...(method === 'DELETE' ? {} : { body: document }) }),
          );
        }
        const after = await tenant.scim.get(path);

        for (const answer of answers) expect(answer, `the answer to ${method}`).toBeRefused();
        expect(after.body, `the documents after ${method}`).toEqual(before.body);
      }
    },
  );
}
