import { HclError, HclObject, type HclValue, parseHcl } from './hcl.ts';
import { CAPABILITIES, type Capability, type ParameterRule, type PathRule, type Policy } from './policy.ts';

/** A policy text that Vault refuses; the message is what it answers. */
export class PolicyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PolicyError';
  }
}

const KNOWN_PATH_KEYS = new Set([
  'capabilities',
  'policy',
  'comment',
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
]);
const UNENFORCED_PATH_KEYS = new Set([
  'min_wrapping_ttl',
  'max_wrapping_ttl',
  'mfa_methods',
  'control_group',
  'pagination_limit',
  'response_keys_filter_path',
  'subscribe_event_types',
]);
/** The shorthand that policies had before capabilities. */
const SHORTHAND: Readonly<Record<string, readonly Capability[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

/**
 * Parses the text of an ACL policy, HCL or JSON (Vault documentation, Policies).
 * @param refuseDuplicates Vault 2.0.4 and later accept no attribute twice (release notes of 2.0.4); before, the last one counts
 * @throws PolicyError when the text is neither, or holds what Vault refuses or this double cannot enforce
 */
export function parsePolicy(name: string, text: string, refuseDuplicates: boolean): Policy {
  const rules = stanzas(text, refuseDuplicates).map(([pattern, body]) => readRule(pattern, body, refuseDuplicates));
  return { name, text, rules };
}

function stanzas(text: string, refuseDuplicates: boolean): [string, HclObject][] {
  const body = readText(text);
  refuseRepeats(body, refuseDuplicates);
  const found: [string, HclObject][] = [];
  for (const block of body.blocks) {
    if (block.type !== 'path') throw new PolicyError(`failed to parse policy: invalid key "${block.type}"`);
    const [pattern, ...others] = block.labels;
    if (pattern === undefined || others.length > 0) {
      throw new PolicyError('failed to parse policy: a path stanza needs exactly one path');
    }
    found.push([pattern, block.body]);
  }
  for (const { key, value } of body.attributes) {
    if (key === 'name') continue;
    if (key !== 'path') throw new PolicyError(`failed to parse policy: invalid key "${key}"`);
    for (const paths of Array.isArray(value) ? (value as readonly HclValue[]) : [value]) {
      if (!(paths instanceof HclObject)) throw new PolicyError('failed to parse policy: "path" must be an object');
      for (const block of paths.blocks) found.push([block.type, block.body]);
      for (const attribute of paths.attributes) found.push([attribute.key, objectOf(attribute.value)]);
    }
  }
  return found;
}

function readText(text: string): HclObject {
  try {
    if (!text.trimStart().startsWith('{')) return parseHcl(text);
    JSON.parse(text);
    // Every JSON object is an object of this HCL too, and only that reading shows a key that occurs twice.
    const wrapped = parseHcl(`policy = ${text}`).attributes[0]?.value;
    return objectOf(wrapped ?? null);
  } catch (error) {
    if (error instanceof HclError || error instanceof SyntaxError) {
      throw new PolicyError(`failed to parse policy: ${error.message}`);
    }
    if (error instanceof RangeError) throw new PolicyError('failed to parse policy: the text is too large');
    throw error;
  }
}

function objectOf(value: HclValue): HclObject {
  if (value instanceof HclObject) return value;
  // JSON that HCL printed has each object in a list of its own.
  if (Array.isArray(value) && value.length === 1 && value[0] instanceof HclObject) return value[0];
  throw new PolicyError('failed to parse policy: expected an object');
}

function readRule(pattern: string, body: HclObject, refuseDuplicates: boolean): PathRule {
  refuseRepeats(body, refuseDuplicates);
  const fields = new Map(body.attributes.map(({ key, value }) => [key, value]));
  for (const block of body.blocks) fields.set(block.type, block.body);
  for (const key of fields.keys()) {
    if (UNENFORCED_PATH_KEYS.has(key))
      throw new PolicyError(`path "${pattern}": this double does not enforce "${key}"`);
    if (!KNOWN_PATH_KEYS.has(key)) throw new PolicyError(`path "${pattern}": invalid key "${key}"`);
  }
  if (/\+\*/.test(pattern)) throw new PolicyError(`path "${pattern}": invalid use of wildcards ('+*' is forbidden)`);
  return {
    pattern: pattern.replace(/^\//, ''),
    capabilities: readCapabilities(pattern, fields),
    allowedParameters: readParameters(pattern, 'allowed_parameters', fields),
    deniedParameters: readParameters(pattern, 'denied_parameters', fields),
    requiredParameters: readStrings(pattern, 'required_parameters', fields.get('required_parameters') ?? []),
  };
}

function readCapabilities(pattern: string, fields: ReadonlyMap<string, HclValue>): ReadonlySet<Capability> {
  const shorthand = fields.get('policy');
  const found = new Set<Capability>();
  if (shorthand !== undefined) {
    const known = Object.hasOwn(SHORTHAND, String(shorthand)) ? SHORTHAND[String(shorthand)] : undefined;
    if (!known) throw new PolicyError(`path "${pattern}": invalid policy "${String(shorthand)}"`);
    for (const capability of known) found.add(capability);
  }
  for (const text of readStrings(pattern, 'capabilities', fields.get('capabilities') ?? [])) {
    const known = CAPABILITIES.find((capability) => capability === text);
    if (!known) throw new PolicyError(`path "${pattern}": invalid capability "${text}"`);
    found.add(known);
  }
  return found;
}

function readStrings(pattern: string, key: string, value: HclValue): string[] {
  const items = Array.isArray(value) ? (value as readonly HclValue[]) : [value];
  return items.map((item) => {
    if (typeof item !== 'string') throw new PolicyError(`path "${pattern}": "${key}" must be a list of strings`);
    return item;
  });
}

function readParameters(pattern: string, key: string, fields: ReadonlyMap<string, HclValue>): ParameterRule | null {
  const value = fields.get(key);
  if (value === undefined) return null;
  const rule = new Map<string, readonly unknown[]>();
  for (const { key: parameter, value: values } of objectOf(value).attributes) {
    if (!Array.isArray(values)) throw new PolicyError(`path "${pattern}": "${key}" must map to lists`);
    rule.set(parameter.toLowerCase(), values);
  }
  return rule;
}

function refuseRepeats(body: HclObject, refuse: boolean): void {
  if (!refuse) return;
  const seen = new Set<string>();
  for (const { key } of body.attributes) {
    if (seen.has(key)) throw new PolicyError(`failed to parse policy: the argument "${key}" was set twice`);
    seen.add(key);
  }
}
