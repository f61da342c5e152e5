import { pathStanza } from '../../vault/scim-policy.ts';
import {
  type Fields,
  isFields,
  succeeded,
  textIn,
  type VaultAnswer,
  type VaultClient,
} from '../../vault/vault-client.ts';
import type { Grants } from './policies.ts';

/** What a set-up page prints, with names of the test in place of its examples. */
export interface PrintedSetup {
  /** Name of policy, entity, client, alias and role. */
  name: string;
  policy: Grants;
  /** More fields of the request for the token: `type`. */
  token?: Fields;
  /** The SCIM client comes after the credential; the pages print it before. */
  clientLast?: boolean;
}

/** The answer of each step in the printed order; the last one holds the token. */
export interface SetupSteps {
  steps: { what: string; answer: VaultAnswer }[];
  name: string;
  principalId: string;
  token: VaultAnswer;
}

/**
 * Does what the documentation of the bearer-token set-up prints, step by step and nothing else: policy, entity,
 * SCIM client, accessor, alias, token role, token (Vault documentation, SCIM, "Set up").
 */
export async function followPrintedSetup(
  vault: VaultClient,
  { name, policy, token = {}, clientLast = false }: PrintedSetup,
): Promise<SetupSteps> {
  const steps: SetupSteps['steps'] = [];
  const step = async (what: string, answer: Promise<VaultAnswer>): Promise<VaultAnswer> => {
    steps.push({ what, answer: await answer });
    return answer;
  };
  const text = Object.entries(policy)
    .map(([path, capabilities]) => pathStanza(path, capabilities))
    .join('');
  await step('write the policy', vault.write(`sys/policies/acl/${name}`, { policy: text }));
  const entity = await step('create the entity', vault.write('identity/entity', { name, policies: [name] }));
  const principalId = textIn(entity.data ?? {}, 'id') ?? '';
  const createClient = () =>
    step(
      'create the SCIM client',
      vault.write(`identity/scim/client/${name}`, { access_grant_principal: principalId }),
    );
  if (!clientLast) await createClient();
  const mounts = await step('list the auth mounts', vault.read('sys/auth'));
  const mount = mounts.data?.['token/'];
  const alias = { name, mount_accessor: isFields(mount) ? mount.accessor : '', canonical_id: principalId };
  await step('create the alias', vault.write('identity/entity-alias', alias));
  const role = { allowed_entity_aliases: name, orphan: true, token_no_default_policy: true };
  await step('write the token role', vault.write(`auth/token/roles/${name}`, role));
  const order = { entity_alias: name, policies: [name], no_default_policy: true, ttl: '1h', ...token };
  const issued = await step('issue the token', vault.write(`auth/token/create/${name}`, order));
  if (clientLast) await createClient();
  return { steps, name, principalId, token: issued };
}

/** The steps that did not succeed, by their words. */
export function failedSteps({ steps }: SetupSteps): string[] {
  return steps.filter(({ answer }) => !succeeded(answer)).map(({ what, answer }) => `${what}: ${answer.status}`);
}

/** Whether a token may issue policies that it does not have itself, as the printed role takes for granted. */
export async function mayIssueAnyPolicy(vault: VaultClient, role: string): Promise<boolean> {
  const path = `auth/token/create/${role}`;
  const { data } = await vault.write('sys/capabilities-self', { paths: [path] });
  const capabilities = data?.[path];
  return Array.isArray(capabilities) && ['root', 'sudo'].some((one) => capabilities.includes(one));
}
