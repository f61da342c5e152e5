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

for (const [path, unknown, rowId] of [
  ['/Schemas', 'urn:ietf:params:scim:schemas:unknown:2.0:Thing', 'VAULT-DISC-13'],
  ['/Schemas', 'urn:ietf:params:scim:schemas:core:2.0', 'VAULT-DISC-13'],
  ['/Schemas', 'urn:ietf:params:scim:schemas:core:2.0:Use', 'VAULT-DISC-13'],
  ['/Schemas', 'urn:ietf:params:scim:schemas:core:2.0:UserX', 'VAULT-DISC-13'],
  ['/ResourceTypes', 'Thing', 'VAULT-DISC-14'],
  ['/ResourceTypes', 'Users', 'VAULT-DISC-14'],
  ['/ResourceTypes', 'Groups', 'VAULT-DISC-14'],
  ['/ResourceTypes', 'Use', 'VAULT-DISC-14'],
] as const) {
  test(`the unknown id ${unknown} below ${path} is answered as an error`, row(rowId), async ({ tenant }) => {
    const before = await tenant.scim.get(path);
    const answer = await tenant.scim.get(`${path}/${unknown}`);
    const after = await tenant.scim.get(path);

    expect(answer).toBeRefused();
    expect(after.body, 'the list afterwards').toEqual(before.body);
  });
}

for (const path of ['/ServiceProviderConfig', '/Schemas', '/ResourceTypes']) {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    test(`${method} ${path} is refused and changes nothing`, row('VAULT-DISC-15'), async ({ tenant }) => {
      const before = await tenant.scim.get(path);
      const answer = await tenant.scim.send({ method, path, ...(method === 'DELETE' ? {} : { body: before.body }) });
      const after = await tenant.scim.get(path);

      expect(answer).toBeRefused();
      expect(after.body, 'the document afterwards').toEqual(before.body);
    });
  }
}

for (const path of ['/Schemas', '/ResourceTypes']) {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    test(
      `${method} of each document below ${path} is refused and changes nothing`,
      row('VAULT-DISC-15'),
      async ({ tenant }) => {
        const before = await tenant.scim.get(path);
        const documents = documentsIn(before);
        const answers = [];
        for (const document of documents) {
          const one = `${path}/${document.id ?? document.name}`;
          answers.push(
            await tenant.scim.send({ method, path: one, ...(method === 'DELETE' ? {} : { body: document }) }),
          );
        }
        const after = await tenant.scim.get(path);

        expect(documents, 'the documents that are listed').not.toEqual([]);
        for (const answer of answers) expect(answer).toBeRefused();
        expect(after.body, 'the documents afterwards').toEqual(before.body);
      },
    );
  }
}
