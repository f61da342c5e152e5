import { MessageUrn, type PatchOperation } from '../protocol/scim.ts';
import type { Answer } from '../scim/answer.ts';
import { type Difference, equivalent } from '../scim/models/equivalence.ts';
import { instantOf } from '../scim/models/instant.ts';
import { applyPatch } from '../scim/models/patch.ts';
import { type Projection, project } from '../scim/models/projection.ts';
import type { ResourceDescription } from '../scim/models/resource-description.ts';
import { bodyOf } from './answers.ts';

/**
 * What differs between two resources in meaning (RFC 7643 sections 2.4, 2.5 and 7): nothing when they are
 * equivalent. With a description, strings that are not case-exact may differ in case.
 *
 * @param ignore attribute paths that are not compared, such as `meta.lastModified`
 */
export function differences(
  expected: unknown,
  actual: unknown,
  description: ResourceDescription,
  ignore: readonly string[] = [],
): Difference[] {
  return equivalent(expected, actual, { description, ignore });
}

/**
 * What differs between an answer and the exact projection of the whole resource (RFC 7644 section 3.9). `schemas`
 * has rows of its own and is not compared, so that a server that leaves it out does not fail all rows of projection.
 */
export function projectionDifferences(
  whole: Record<string, unknown>,
  answer: Answer | Record<string, unknown>,
  description: ResourceDescription,
  projection: Projection,
): Difference[] {
  const shown = 'exchange' in answer ? bodyOf(answer as Answer) : answer;
  return equivalent(project(whole, description, projection), shown, { description, ignore: ['schemas'] });
}

/** The exact result of a patch (RFC 7644 section 3.5.2); empty when the operations cannot be applied: no resource is. */
export function afterPatch(
  resource: Record<string, unknown>,
  operations: PatchOperation[],
  description: ResourceDescription,
): Record<string, unknown> {
  const result = applyPatch(resource, { schemas: [MessageUrn.patchOp], Operations: operations }, description);
  return result.outcome === 'applied' ? result.resource : {};
}

/** A member of `meta` as text; '' when it is absent. */
export function metaOf(resource: unknown, name: string): string {
  const meta = (resource as { meta?: unknown } | null | undefined)?.meta;
  const value = (meta as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** How two dateTime values follow each other: `earlier`, `equal`, `later`, or `not comparable`. */
export function order(first: string, second: string): 'earlier' | 'equal' | 'later' | 'not comparable' {
  const [a, b] = [instantOf(first), instantOf(second)];
  if (a === undefined || b === undefined) return 'not comparable';
  return a === b ? 'equal' : a < b ? 'earlier' : 'later';
}

/** The URI that an answer gives, resolved against its request (RFC 9110 section 10.2.2); as given when it is none. */
export function absolute(uri: string, answer: Answer): string {
  return URL.parse(uri, answer.request.url)?.href ?? uri;
}

/** The path below the SCIM base URL of a URI that a server gave, for a request through the same client. */
export function pathBelow(base: string, uri: string): string {
  return uri.startsWith(`${base}/`) ? uri.slice(base.length) : `/${uri}`;
}
