import {
  ACTIVITY_FORMS,
  expect,
  memberForEachForm,
  provisionedMember,
  readSecret,
  row,
  test,
} from '../../../src/harness/index.ts';

for (const off of ACTIVITY_FORMS) {
  test(
    `a user that ${off.form} deactivated uses its old token again when it is activated in any form`,
    row('VAULT-ACCESS-16'),
    async ({ tenant, arrange }) => {
      const { user, person, secret } = await provisionedMember(arrange, tenant);
      const { session } = await arrange.signedIn(person);
      await arrange.during(() => readSecret(session, secret));

      for (const on of ACTIVITY_FORMS) {
        await arrange.during(() => off.send(tenant, user, false));
        await on.send(tenant, user, true);

        const read = await session.read(secret);
        expect(read, `the secret, read with the token from before after ${on.form}`).toHaveStatus(200);
      }
    },
  );

  test(
    `a user that ${off.form} deactivated signs in again when it is activated in any form`,
    row('VAULT-ACCESS-17'),
    async ({ tenant, arrange }) => {
      const { user, person, secret } = await provisionedMember(arrange, tenant);

      for (const on of ACTIVITY_FORMS) {
        await arrange.during(() => off.send(tenant, user, false));
        await on.send(tenant, user, true);
        const { session } = await person.signIn();

        const read = await session.read(secret);
        expect(read, `the secret, read after ${on.form} and the sign-in`).toHaveStatus(200);
      }
    },
  );
}

test(
  'a user that was created inactive signs in when it is activated in any form',
  row('VAULT-ACCESS-17'),
  async ({ tenant, arrange }) => {
    const { members, secret } = await memberForEachForm(arrange, tenant, { attributes: { active: false } });

    for (const { form, send, user, person } of members) {
      await send(tenant, user, true);
      const { session } = await person.signIn();

      const read = await session.read(secret);
      expect(read, `the secret, read after ${form} and the sign-in`).toHaveStatus(200);
    }
  },
);
