import type { Answer } from '../answer.ts';
import { isObject } from '../models/json.ts';
import { attributeNamed, type ResourceDescription } from '../models/resource-description.ts';
import { withDeclaredNames } from './declared-names.ts';
import type { FindingList, OracleContext } from './finding.ts';
import { problemsOf } from './json-schema.ts';
import { judgeReferences } from './judge-references.ts';
import { judgeSchemas } from './judge-schemas.ts';
import { queryParameter, type RequestTarget } from './request-target.ts';
import { resourceValidator } from './resource-validator.ts';

export interface ResourceCase {
  answer: Answer;
  target: RequestTarget;
  context: OracleContext;
  findings: FindingList;
  /** What the server says of this type; without it only the common attributes are judged. */
  description?: ResourceDescription;
}

const COMMON_ONLY: ResourceDescription = {
  name: '',
  endpoint: '',
  core: { urn: '', attributes: [] },
  extensions: [],
};

/** A resource against the common rules and the server's own description of its type (RFC 7643). */
export function judgeResource(value: unknown, one: ResourceCase): void {
  const { findings } = one;
  const isResource = isObject(value) && !('Resources' in value);
  findings.judge('resource-object', isResource, { expected: 'a bare JSON object' });
  if (!isResource) return;
  const { description } = one;
  if (description && isOfAnotherType(value, description, one.context)) {
    // What another type lacks or has besides is no news.
    judgeSchemas(value, description, findings);
    return;
  }
  const named = withDeclaredNames(value, description ?? COMMON_ONLY);
  judgeForm(named.resource, one);
  for (const oracle of named.seen) {
    findings.pass(
      oracle,
      oracle === 'canonical-value' && named.uncanonical.length > 0 ? uncanonicalNote(named.uncanonical) : undefined,
    );
  }
  judgeIdentity(named.resource, findings);
  judgeSchemas(named.resource, description, findings);
  judgeReferences(named, one);
  if (description) judgeEntries(named.resource, description, findings);
}

/** Whether a resource says that it is one of another type that the server has. */
function isOfAnotherType(
  { schemas }: Record<string, unknown>,
  { core }: ResourceDescription,
  { resourceSchemas }: OracleContext,
): boolean {
  const urns = Array.isArray(schemas) ? schemas.map((urn) => String(urn).toLowerCase()) : [];
  const own = core.urn.toLowerCase();
  const others = resourceSchemas?.resourceTypes.map((type) => type.core.urn.toLowerCase()) ?? [];
  return !urns.includes(own) && others.some((urn) => urn !== own && urns.includes(urn));
}

function uncanonicalNote(paths: readonly string[]): string {
  return `not among the suggested values: ${[...new Set(paths)].join(', ')}`;
}

function isProjected({ answer, target }: ResourceCase): boolean {
  return ['attributes', 'excludedAttributes'].some(
    (name) => queryParameter(answer.request, target, name) !== undefined,
  );
}

function judgeForm(resource: Record<string, unknown>, one: ResourceCase): void {
  const { findings, description } = one;
  const completeness = isProjected(one) ? 'projected' : 'complete';
  const validate = resourceValidator(description ?? COMMON_ONLY, completeness);
  for (const { oracle, path, problem, property } of problemsOf(validate, resource, 'value-type')) {
    // Without a description only the common attributes are known.
    if (property !== undefined && !description) continue;
    const isMisplaced = property !== undefined && path === property && isOfExtension(property, description);
    findings.fail(isMisplaced ? 'extension-top-level' : oracle, { actual: problem, message: problem });
  }
  if (!description) return;
  findings.pass('declared-only');
  const attributes = description.core.attributes;
  if (description.extensions.some(({ schema }) => schema.attributes.length > 0)) findings.pass('extension-top-level');
  if (attributes.some((attribute) => attribute.returned === 'never')) findings.pass('never-returned');
  if (attributes.some((attribute) => attribute.mutability === 'writeOnly')) findings.pass('write-only-absent');
  if (attributes.some((attribute) => attribute.name.toLowerCase() === 'password')) findings.pass('password-absent');
  if (completeness === 'projected') {
    findings.pass('minimum-set');
    return;
  }
  if (description.name === 'User') findings.pass('required-user-name');
  if (description.name === 'Group') findings.pass('required-display-name');
  if (attributes.some((attribute) => attribute.required)) findings.pass('required-value');
  if (description.extensions.some((extension) => extension.required)) findings.pass('extension-required');
}

function isOfExtension(name: string, description: ResourceDescription | undefined): boolean {
  return description?.extensions.some(({ schema }) => attributeNamed(schema.attributes, name)) ?? false;
}

function judgeIdentity(resource: Record<string, unknown>, findings: FindingList): void {
  const { id } = resource;
  findings.judge('id-present', typeof id === 'string' && id !== '', {
    expected: 'a non-empty string',
    actual: typeof id,
  });
  if (typeof id === 'string') findings.judge('id-bulk', !id.includes('bulkId'));
}

/** Rules on the entries of one multi-valued attribute (RFC 7643 section 2.4). */
function judgeEntries(
  resource: Record<string, unknown>,
  description: ResourceDescription,
  findings: FindingList,
): void {
  for (const attribute of description.core.attributes) {
    const entries = resource[attribute.name];
    if (!attribute.multiValued || attribute.type !== 'complex' || !Array.isArray(entries)) continue;
    const objects = entries.filter(isObject);
    if (objects.length === 0) continue;
    const primaries = objects.filter((entry) => entry.primary === true).length;
    if (objects.some((entry) => 'primary' in entry)) {
      findings.judge('primary-once', primaries <= 1, {
        expected: 'at most 1',
        actual: primaries,
        message: attribute.name,
      });
    }
    const pairs = objects
      .filter((entry) => entry.value !== undefined)
      .map((entry) => JSON.stringify([entry.type ?? null, entry.value]));
    if (pairs.length > 0) {
      findings.judge('entries-distinct', new Set(pairs).size === pairs.length, {
        message: `repeated in ${attribute.name}`,
      });
    }
    if (description.name === 'Group' && attribute.name === 'members') {
      // A projection may leave the values out.
      const ids = objects.filter((entry) => entry.value !== undefined).map((entry) => String(entry.value));
      findings.judge('member-once', new Set(ids).size === ids.length, { message: 'a member is listed twice' });
    }
  }
}
