import { isObject } from '../models/json.ts';
import type { ResourceDescription } from '../models/resource-description.ts';
import type { FindingList } from './finding.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:user';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:group';

/** Extension data that counts: null and empty objects are the same as none (RFC 7643 section 2.5). */
function hasData(value: unknown): boolean {
  if (!isObject(value)) return value !== undefined && value !== null;
  return Object.values(value).some((one) => one !== null && !(Array.isArray(one) && one.length === 0));
}

/** The `schemas` attribute of a resource (RFC 7643 section 3). URNs compare without case (RFC 8141). */
export function judgeSchemas(
  resource: Record<string, unknown>,
  description: ResourceDescription | undefined,
  findings: FindingList,
): void {
  if (!Array.isArray(resource.schemas)) return;
  const urns = resource.schemas.map((urn) => String(urn).toLowerCase());
  findings.judge('schemas-unique', new Set(urns).size === urns.length, { actual: resource.schemas });
  if (!description) return;
  const core = description.core.urn.toLowerCase();
  const extensions = description.extensions.map(({ schema }) => schema.urn);
  const declared = new Set([core, ...extensions.map((urn) => urn.toLowerCase())]);
  const foreign = resource.schemas.filter((urn) => !declared.has(String(urn).toLowerCase()));
  findings.judge('schemas-declared', foreign.length === 0, {
    expected: [description.core.urn, ...extensions],
    actual: foreign,
  });
  const hasBase = urns.includes(core);
  const detail = { expected: description.core.urn, actual: resource.schemas };
  findings.judge('schemas-base', hasBase, detail);
  if (core === USER) findings.judge('schemas-user', hasBase, detail);
  if (core === GROUP) findings.judge('schemas-group', hasBase, detail);
  for (const urn of extensions) {
    if (!hasData(resource[urn])) continue;
    findings.judge('schemas-extension', urns.includes(urn.toLowerCase()), { expected: urn, actual: resource.schemas });
  }
}
