import { isObject } from '../models/json.ts';
import type { NamedResource } from './declared-names.ts';
import type { ResourceCase } from './judge-resource.ts';
import { isUriReference, resolvedReference, uriDifference } from './uri-difference.ts';

/** Differences that leave the resource the same: how the host is called, where the namespace travels. */
const FORM_ONLY = ['scheme', 'host', 'port', 'namespace'];

/** `meta`, `Location` and every reference of a resource. */
export function judgeReferences(named: NamedResource, one: ResourceCase): void {
  const { answer, target, findings } = one;
  for (const { path, value } of named.references) {
    if (value === '') continue;
    findings.judge('uri-syntax', isUriReference(value), { message: `${path} is not a URI` });
  }
  const meta = isObject(named.resource.meta) ? named.resource.meta : undefined;
  const isCreated = answer.status === 201 && target.kind === 'collection';
  if (isCreated && !target.query.has('attributes') && !target.query.has('excludedAttributes')) {
    const missing = ['resourceType', 'created', 'lastModified', 'location'].filter((name) => !meta?.[name]);
    findings.judge('meta-on-create', missing.length === 0, {
      actual: missing,
      message: `missing: ${missing.join(', ')}`,
    });
  }
  judgeResourceType(meta, one);
  const location = typeof meta?.location === 'string' ? meta.location : undefined;
  if (location !== undefined) judgeLocation(location, named.resource.id, one);
  if (isCreated) judgeCreated(location, one);
  judgeGroupReferences(named.resource, one);
}

function judgeResourceType(meta: Record<string, unknown> | undefined, one: ResourceCase): void {
  const expected = one.description?.name;
  if (meta?.resourceType === undefined || !expected) return;
  one.findings.judge('meta-resource-type', meta.resourceType === expected, { expected, actual: meta.resourceType });
}

function judgeLocation(location: string, id: unknown, one: ResourceCase): void {
  const { answer, target, context, findings, description } = one;
  const endpoint = description?.endpoint ?? target.endpoint;
  const resolved = resolvedReference(location, context.baseUrl);
  if (endpoint !== '' && typeof id === 'string') {
    const expected = `${context.baseUrl.replace(/\/+$/, '')}${endpoint}/${encodedSegment(id)}`;
    const differences = uriDifference(expected, resolved);
    const breaking = differences.filter((part) => !FORM_ONLY.includes(part));
    const difference = `differs in ${differences.join(', ')}`;
    // The usual case of a page of resources: nothing differs, so nobody reads the shapes.
    const shapes = differences.length === 0 ? {} : { expected: shapeOf(expected, id), actual: shapeOf(location, id) };
    if (breaking.length > 0) findings.fail('meta-location', { ...shapes, message: difference });
    else findings.pass('meta-location', differences.length > 0 ? difference : undefined);
    if (breaking.length === 0) {
      // Vault takes the namespace in the path or in a header: a URI may name one that the request gave in a header, but
      // not leave out one that the client has in its base.
      const isLost = new URL(resolved).pathname.length < new URL(expected).pathname.length;
      const leaving = differences.filter((part) => part !== 'namespace' || !context.isVault || isLost);
      findings.judge('uri-in-base', leaving.length === 0, {
        expected: context.baseUrl,
        actual: shapes.actual,
        ...(leaving.length > 0 ? { message: `differs in ${leaving.join(', ')}` } : {}),
      });
    }
  }
  const contentLocation = answer.header('content-location');
  if (contentLocation !== undefined && target.kind !== 'search') {
    const other = resolvedAgainst(contentLocation, answer.request.url);
    const differences = uriDifference(resolved, other);
    findings.judge('content-location', differences.length === 0, {
      expected: shapeOf(contentLocation, id),
      actual: shapeOf(location, id),
    });
  }
}

function resolvedAgainst(reference: string, requestUrl: string): string {
  return URL.canParse(reference, requestUrl) ? new URL(reference, requestUrl).href : reference;
}

/** Location of a 201 and meta.location give the same URI (RFC 7644 section 3.3). */
function judgeCreated(metaLocation: string | undefined, one: ResourceCase): void {
  const { answer, context, findings } = one;
  const location = answer.header('location');
  if (location === undefined || metaLocation === undefined) return;
  findings.judge('uri-syntax', isUriReference(location), { actual: location, message: 'Location is not a URI' });
  const differences = uriDifference(
    resolvedAgainst(location, answer.request.url),
    resolvedReference(metaLocation, context.baseUrl),
  );
  findings.judge('create-location-same', differences.length === 0, {
    expected: location,
    actual: metaLocation,
    ...(differences.length > 0 ? { message: `differs in ${differences.join(', ')}` } : {}),
  });
}

function judgeGroupReferences(resource: Record<string, unknown>, one: ResourceCase): void {
  const attribute =
    one.description?.name === 'Group' ? 'members' : one.description?.name === 'User' ? 'groups' : undefined;
  if (!attribute) return;
  const entries = resource[attribute];
  for (const entry of Array.isArray(entries) ? entries : []) {
    if (!isObject(entry) || typeof entry.$ref !== 'string' || typeof entry.value !== 'string') continue;
    const path = entry.$ref.replace(/[?#].*$/, '').replace(/\/+$/, '');
    const isOfEntry = path.endsWith(`/${entry.value}`) || path.endsWith(`/${encodedSegment(entry.value)}`);
    one.findings.judge(attribute === 'members' ? 'member-reference' : 'group-reference', isOfEntry, {
      expected: 'a URI that ends with the value',
      actual: isOfEntry ? 'as expected' : 'another URI',
    });
  }
}

/** Percent-encoded text; a lone surrogate, which no URI can hold, stays as it is. */
function encodedSegment(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : text;
}

/** A URI without the id at its end: a list may hold other people's resources, whose ids do not belong in a report. */
function shapeOf(uri: string, id: unknown): string {
  return uri.replace(/[^/]*$/, (last) =>
    last === id || last === encodedSegment(String(id)) ? '{id}' : '{another id}',
  );
}
