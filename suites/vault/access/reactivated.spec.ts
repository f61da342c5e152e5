import { ACTIVITY_FORMS, expect, provisionedMember, readSecret, row, test } from '../../../src/harness/index.ts';

const RETURNS = ACTIVITY_FORMS.flatMap((off) => ACTIVITY_FORMS.map((on) => ({ off, on })));

for (const { off, on } of RETURNS) {
  test(
    `a user that ${off.form} deactivated and ${on.form} activated uses its old token again`,
    row('VAULT-ACCESS-16'),
    async ({ tenant, arrange }) => {
      const { user, person, secret } = await provisionedMember(arrange, tenant);
      const { session } = await arrange.signedIn(person);
      await arrange.during(() => readSecret(session, secret));
      await arrange.during(() => off.send(tenant, user, false));

      await on.send(tenant, user, true);

      const read = await session.read(secret);
      expect(read, 'the secret, read with the token from before').toHaveStatus(200);
    },
  );

  test(
    `a user that ${off.form} deactivated and ${on.form} activated signs in again`,
    row('VAULT-ACCESS-17'),
    async ({ tenant, arrange }) => {
      const { user, person, secret } = await provisionedMember(arrange, tenant);
      await arrange.during(() => off.send(tenant, user, false));

      await on.send(tenant, user, true);
      const { session } = await person.signIn();

      const read = await session.read(secret);
      expect(read, 'the secret, read after the sign-in').toHaveStatus(200);
    },
  );
}

for (const { form, send } of ACTIVITY_FORMS) {
  test(
    `a user that was created inactive and ${form} activated signs in`,
    row('VAULT-ACCESS-17'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant, { active: false });
      const secret = await arrange.secretOf(await arrange.group(tenant, [user]));
      const person = await arrange.person(tenant, user.userName);

      await send(tenant, user, true);
      const { session } = await person.signIn();

      const read = await session.read(secret);
      expect(read, 'the secret, read after the sign-in').toHaveStatus(200);
    },
  );
}
