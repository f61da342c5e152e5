import { PolicyError, parsePolicy } from '../acl/parse-policy.ts';
import type { Policy } from '../acl/policy.ts';
import { type Answer, badRequest, listAnswer, noContent, notFound, withData } from '../answer.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';

/** What the built-in `default` policy grants, as far as the double has the paths. */
const DEFAULT_POLICY = `
path "auth/token/lookup-self" { capabilities = ["read"] }
path "auth/token/renew-self" { capabilities = ["update"] }
path "auth/token/revoke-self" { capabilities = ["update"] }
path "sys/capabilities-self" { capabilities = ["update"] }
path "identity/entity/id/{{identity.entity.id}}" { capabilities = ["read"] }
path "identity/entity/name/{{identity.entity.name}}" { capabilities = ["read"] }
`;

/** The policies that every namespace has; `root` grants everything and is known by its name. */
export function builtInPolicies(): Policy[] {
  return [parsePolicy('default', DEFAULT_POLICY, true), { name: 'root', text: '', rules: [] }];
}

const write: Handler = (context, { name = '' }): Answer => {
  const key = name.toLowerCase();
  if (key === 'root') throw badRequest('cannot update "root" policy');
  const text = parametersOf(context).string('policy') ?? '';
  if (text === '') throw badRequest("'policy' parameter not supplied or empty");
  try {
    const parsed = parsePolicy(key, decoded(text), context.state.behaviour.refusesDuplicateHcl);
    context.namespace.policies.set(key, parsed);
  } catch (error) {
    if (error instanceof PolicyError) throw badRequest(error.message);
    throw error;
  }
  return noContent();
};

/** Policy text may be sent in base64. */
function decoded(text: string): string {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) return text;
  const plain = Buffer.from(text, 'base64').toString('utf8');
  return plain.includes('\uFFFD') ? text : plain;
}

const read: Handler = ({ namespace }, { name = '' }) => {
  const policy = namespace.policies.get(name.toLowerCase());
  if (!policy) throw notFound();
  return withData({ name: policy.name, policy: policy.text });
};

const remove: Handler = ({ namespace }, { name = '' }) => {
  const key = name.toLowerCase();
  if (key === 'root' || key === 'default') throw badRequest(`cannot delete "${key}" policy`);
  namespace.policies.delete(key);
  return noContent();
};

const readOld: Handler = ({ namespace }, { name = '' }) => {
  const policy = namespace.policies.get(name.toLowerCase());
  if (!policy) throw notFound();
  return withData({ name: policy.name, rules: policy.text });
};

/** `sys/policies/acl` and the older `sys/policy` (Vault API documentation, /sys/policies). */
export const POLICY_ROUTES: readonly Route[] = [
  { pattern: 'policies/acl', handlers: { list: ({ namespace }) => listAnswer([...namespace.policies.keys()].sort()) } },
  { pattern: 'policies/acl/*name', handlers: { update: write, read, delete: remove } },
  { pattern: 'policy/*name', handlers: { update: write, read: readOld, delete: remove } },
];
