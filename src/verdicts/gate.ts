import { SchemaUrn } from '../protocol/scim.ts';
import type { Row } from './row.ts';
import { compareVersions } from './versions.ts';

/** What the gates of the catalogue are decided on. Everything here was looked up before the first test. */
export interface GateFacts {
  isVault: boolean;
  controlPlane: boolean;
  /** Release whose documentation the target is held to, or null on another SCIM server. */
  contractVersion: string | null;
  secondTenant: boolean;
  rootNamespace: boolean;
  childNamespaces: boolean;
  /** SCIM is not active yet and the run may activate it: only on a server that the harness started afresh. */
  activationNotDone: boolean;
  discovery: { serviceProviderConfig: unknown; resourceTypes: unknown; schemas: unknown };
}

export type GateState = { open: true } | { open: false; reason: string };

const OPEN: GateState = { open: true };

/** Decides whether a row applies to the target; a closed gate says why in words for people. */
export function gateOf(row: Row, facts: GateFacts): GateState {
  if (row.authority === 'vault' && !facts.controlPlane) {
    return closed('needs Vault and its control plane; this target is a SCIM server only');
  }
  const version = facts.contractVersion;
  if (row.since && version && compareVersions(version, row.since) < 0) {
    return closed(`documented from Vault ${row.since} on; this target is held to ${version}`);
  }
  if (row.until && version && compareVersions(version, row.until) >= 0) {
    return closed(`documented until Vault ${row.until} only; this target is held to ${version}`);
  }
  for (const term of termsOf(row.gate)) {
    const negated = term.startsWith('not ');
    const name = negated ? term.slice(4).trim() : term;
    if (UNDECIDABLE.has(name)) continue;
    const holds = holdsTerm(name, facts);
    if (holds === negated) return closed(negated ? `applies only without: ${name}` : `not offered here: ${name}`);
  }
  return OPEN;
}

/** True when the expression is well formed and uses known terms only; for tests on the catalogue. */
export function isKnownGate(expression: string): boolean {
  return termsOf(expression).every((term) => {
    const name = term.replace(/^not /, '').trim();
    return name.startsWith('open:') || name in TERMS || /^(attr|ext|type):/.test(name) || UNDECIDABLE.has(name);
  });
}

/** How the configuration says that lists are paged (RFC 9865 section 4): by index alone where it does not say. */
export function pagingOf(facts: Pick<GateFacts, 'discovery'>): { cursor: boolean; index: boolean } {
  return {
    cursor: flag(facts, 'pagination', 'cursor'),
    index: member(facts, 'pagination') === undefined || flag(facts, 'pagination', 'index'),
  };
}

function closed(reason: string): GateState {
  return { open: false, reason };
}

function termsOf(expression: string): string[] {
  return expression
    .split('&')
    .map((term) => term.trim())
    .filter((term) => term !== '' && term !== 'always');
}

/** Terms that no discovery document answers, negated or not; a test that needs one probes for it itself. */
const UNDECIDABLE = new Set([
  'search.post',
  'query.root',
  'me',
  'tls',
  'redirect',
  'sensitive-filters',
  'nested-groups',
  'auth.required',
  'auth.bearer',
  'auth.basic',
  'type:extended',
]);

const TERMS: Record<string, (facts: GateFacts) => boolean> = {
  'control-plane': (facts) => facts.controlPlane,
  'second-client': (facts) => facts.secondTenant,
  'second-tenant': (facts) => facts.secondTenant,
  'multi-tenant': (facts) => facts.secondTenant,
  'alias-mount': (facts) => facts.controlPlane,
  'root-namespace': (facts) => facts.rootNamespace,
  'child-namespaces': (facts) => facts.childNamespaces,
  'activation-not-done': (facts) => facts.activationNotDone,
  'patch.supported': (facts) => supported(facts, 'patch'),
  'filter.supported': (facts) => supported(facts, 'filter'),
  'sort.supported': (facts) => supported(facts, 'sort'),
  'etag.supported': (facts) => supported(facts, 'etag'),
  'bulk.supported': (facts) => supported(facts, 'bulk'),
  'changePassword.supported': (facts) => supported(facts, 'changePassword'),
  'pagination.index': (facts) => pagingOf(facts).index,
  'pagination.cursor': (facts) => pagingOf(facts).cursor,
  'pagination announced': (facts) => member(facts, 'pagination') !== undefined,
  events: (facts) => member(facts, 'securityEvents') !== undefined,
};

function holdsTerm(name: string, facts: GateFacts): boolean {
  if (name.startsWith('open:')) return true;
  const term = TERMS[name];
  if (term) return term(facts);
  if (name.startsWith('type:') && name !== 'type:extended') return resourceType(facts, name.slice(5)) !== undefined;
  if (name.startsWith('ext:')) return hasExtension(facts, name.slice(4));
  if (name.startsWith('attr:')) return hasAttribute(facts, name.slice(5));
  return false;
}

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(facts: Pick<GateFacts, 'discovery'>, name: string): unknown {
  const config = facts.discovery.serviceProviderConfig;
  return isObject(config) ? config[name] : undefined;
}

function flag(facts: Pick<GateFacts, 'discovery'>, feature: string, name: string): boolean {
  const value = member(facts, feature);
  return isObject(value) && value[name] === true;
}

function supported(facts: GateFacts, feature: string): boolean {
  return flag(facts, feature, 'supported');
}

function listed(document: unknown): Json[] {
  const entries = isObject(document) && Array.isArray(document.Resources) ? document.Resources : document;
  return Array.isArray(entries) ? entries.filter(isObject) : [];
}

function resourceType(facts: GateFacts, name: string): Json | undefined {
  return listed(facts.discovery.resourceTypes).find((type) => type.name === name);
}

const ENTERPRISE = SchemaUrn.enterpriseUser;

function hasExtension(facts: GateFacts, which: string): boolean {
  const extensions = listed(facts.discovery.resourceTypes).flatMap((type) =>
    Array.isArray(type.schemaExtensions) ? type.schemaExtensions.filter(isObject) : [],
  );
  switch (which) {
    case 'any':
      return extensions.length > 0;
    case 'enterprise':
      return extensions.some((extension) => extension.schema === ENTERPRISE);
    case 'required':
      return extensions.some((extension) => extension.required === true);
    default:
      return extensions.some((extension) => extension.required !== true);
  }
}

/** `User.emails.primary`, `immutable`, `returned=request`, `dateTime`, … */
function hasAttribute(facts: GateFacts, path: string): boolean {
  const schemas = listed(facts.discovery.schemas);
  const [first = '', ...rest] = path.split('.');
  if (rest.length > 0) {
    const type = resourceType(facts, first);
    const schema = schemas.find((one) => one.id === type?.schema);
    return findAttribute(schema?.attributes, rest);
  }
  const [characteristic, value] = path.includes('=') ? path.split('=') : [undefined, path];
  return schemas.some((schema) =>
    everyAttribute(schema.attributes).some((attribute) => {
      if (characteristic) return attribute[characteristic] === value;
      if (value === 'canonicalValues') return Array.isArray(attribute.canonicalValues);
      return attribute.mutability === value || attribute.type === value;
    }),
  );
}

function findAttribute(attributes: unknown, path: string[]): boolean {
  const [name, ...rest] = path;
  if (!Array.isArray(attributes) || name === undefined) return false;
  const found = attributes.filter(isObject).find((one) => String(one.name).toLowerCase() === name.toLowerCase());
  return found !== undefined && (rest.length === 0 || findAttribute(found.subAttributes, rest));
}

function everyAttribute(attributes: unknown): Json[] {
  if (!Array.isArray(attributes)) return [];
  return attributes.filter(isObject).flatMap((one) => [one, ...everyAttribute(one.subAttributes)]);
}
