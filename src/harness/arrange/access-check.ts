import { succeeded } from '../../vault/vault-client.ts';
import { expect } from '../expect.ts';
import type { Tenant } from '../tenant.ts';
import type { Workbench } from './arrange.ts';
import { userpassLogin } from './logins.ts';
import { type Person, personOf } from './people.ts';
import { createPolicy } from './policies.ts';
import { createSecretStore, writeSecret } from './secrets.ts';

/** What somebody reaches: signing in by itself gives nothing, the group's policy gives its secret. */
export type Access = 'reads the secret' | 'reads nothing' | 'cannot sign in' | 'unknown';

/**
 * Signs in as provisioned people do and reads a secret that only the policy of a group gives (Vault documentation,
 * SCIM; Identity: groups; Userpass; KV version 2). On a target without Vault's API every question is answered by
 * `unknown`, and no judgement is made.
 */
export class AccessCheck {
  readonly #bench: Workbench | null;
  readonly #people = new Map<string, Person>();
  readonly #secrets = new Map<string, string>();
  #store: Promise<string> | undefined;

  /** @param bench null on a target without a control plane */
  constructor(bench: Workbench | null) {
    this.#bench = bench;
  }

  /** Gives a group that SCIM made a policy that reads a secret of its own. @throws ArrangeError */
  async grant(groupId: string): Promise<void> {
    const bench = this.#bench;
    if (bench === null || groupId === '') return;
    await bench.recorder.during('arrange', async () => {
      this.#store ??= createSecretStore(bench.vault, bench.names.unique('kv'));
      const path = `${await this.#store}/data/${groupId}`;
      await writeSecret(bench.vault, path);
      const policy = bench.names.unique('reader');
      await createPolicy(bench.vault, policy, { [path]: ['read'] });
      await bench.vault.writeOrThrow('give a group a policy', `identity/group/id/${groupId}`, { policies: [policy] });
      this.#secrets.set(groupId, path);
    });
  }

  /** Lets a person sign in at the alias mount of the tenant, without any policy of the login itself. @throws ArrangeError */
  async enrol(tenant: Tenant, userName: string): Promise<void> {
    const bench = this.#bench;
    const mount = tenant.aliasMount?.path.replace(/^auth\//, '');
    if (bench === null || mount === undefined) return;
    await bench.recorder.during('arrange', async () => {
      const way = await userpassLogin(bench.vault, { path: mount }, userName, []);
      // Watched logins own the entity that they find, and this one is the tenant's.
      this.#people.set(userName, personOf(bench.unwatchedVault, way));
    });
  }

  /** Signs the person in and reads the group's secret. */
  async of(userName: string, groupId: string): Promise<Access> {
    const [person, secret] = [this.#people.get(userName), this.#secrets.get(groupId)];
    if (person === undefined) return 'unknown';
    const login = await person.signIn();
    if (!succeeded(login) || login.auth === null) return 'cannot sign in';
    if (secret === undefined) return 'reads nothing';
    return succeeded(await login.session.read(secret)) ? 'reads the secret' : 'reads nothing';
  }

  /** Asserts what a person reaches. @param who Stable words: `the removed member` */
  async expect(who: string, userName: string, groupId: string, wanted: Access): Promise<void> {
    const access = await this.of(userName, groupId);
    if (access !== 'unknown') expect(access, `what ${who} reaches by a login`).toBe(wanted);
  }
}
