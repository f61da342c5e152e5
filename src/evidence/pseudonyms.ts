import { createHmac } from 'node:crypto';
import {
  idsOf,
  isIdentifying,
  isReference,
  isStructural,
  namesOf,
  type ObjectKind,
  objectKind,
} from './foreign-objects.ts';
import { type JsonNode, readJsonTree } from './json-tree.ts';
import { TRUNCATION_MARK } from './redaction.ts';
import { decodePercent, encodeWellFormed } from './secret-forms.ts';
import { applyEdits, type TextEdit } from './text-edits.ts';

/** Names that every Vault has. */
const BUILT_IN = new Set(
  'default root default-service response-wrapping control-group default-ceiling token token/ sys/ identity/ cubbyhole/ secret/'.split(
    ' ',
  ),
);

/** Words of the protocols: an object of that name must not make them pseudonyms wherever they stand. */
const PROTOCOL_WORD =
  /^(?:users?|groups?|members?|me|bulk|name|value|display|active|id|true|false|null|internal|external|service|batch|scim|admin|identity|work|home|other|default|root|token)$/i;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const EMAIL = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;
const OWN_WORK =
  /^(?:00000000-0000-4000-8[0-9a-f]{3}-[0-9a-f]{12}|(?:user|group|resource|name)-[0-9a-f]{12}(?:@example\.invalid|-[0-9a-f-]+)?)$/;
const PLACEHOLDER = /^\[[a-z-]+\]$/;
const FILTER_VALUE =
  /((?:userName|displayName|externalId|name(?:\.\w+)?|emails[\w.]*|phoneNumbers[\w.]*|members[\w.]*|value|display|id)\]?\s+(?:eq|ne|co|sw|ew|gt|ge|lt|le)\s+")((?:[^"\\]|\\.)*)(")/gi;

/** Values remembered so that they are also found in error texts; beyond it only objects are covered. */
const MOST_KNOWN = 50_000;
/** Names with spaces are sought in prose one by one, so there are fewer of them. */
const MOST_PHRASES = 1_000;
/** Longer strings keep their length up to here, so that defects of long values stay visible. */
const LONGEST = 1024;

/** Whose the nearest object around a value is; `keptId` is the id that the answer to a direct request keeps. */
interface Ownership {
  foreign: boolean;
  kind: ObjectKind;
  keptId: string | null;
}
const NOBODY: Ownership = { foreign: false, kind: null, keptId: null };

/**
 * Replaces what belongs to other people by pseudonyms that are stable within a run.
 *
 * Ours is an object that carries the run's prefix in its name (any case: Vault lower-cases some names), or whose id
 * was seen on such an object or given to {@link own}; Vault's built-in names are nobody's. A single object without
 * any name keeps its id, since it is what the request asked for; in a list it does not. Member names, types,
 * numbers, times and URNs stay, ids stay ids and addresses addresses, so that the evidence still shows the defect.
 */
export class Pseudonyms {
  readonly #prefix: string;
  readonly #seed: string;
  readonly #own = new Set<string>();
  readonly #known = new Map<string, string>();
  readonly #phrases = new Set<string>();

  /**
   * @param ownPrefix what the names of this run contain; not empty
   * @param seed random and never published: with it, guessed names could be checked against the pseudonyms
   */
  constructor(ownPrefix: string, seed: string) {
    if (ownPrefix === '') throw new RangeError('An empty prefix would make every object ours.');
    this.#prefix = ownPrefix.toLowerCase();
    this.#seed = seed;
  }

  /** Declares the id of an object that this run created or asks for. */
  own(id: string): void {
    if (id === '') return;
    this.#own.add(id);
    this.#known.delete(id);
  }

  /** A body, redacted before ({@link Redaction.body} also bounds its length). */
  body(text: string, _mediaType: string): string {
    const mark = TRUNCATION_MARK.exec(text)?.[0] ?? '';
    const whole = mark === '' ? text : text.slice(0, -mark.length);
    const nodes = whole.includes('"') ? readJsonTree(whole) : [];
    if (nodes.length === 0) return this.text(whole) + mark;
    const kinds = new Map<JsonNode, ObjectKind>();
    for (const node of nodes) kinds.set(node, objectKind(node));
    this.#learn(nodes, kinds);
    return applyEdits(whole, this.#edits(nodes, kinds)) + mark;
  }

  /** A URL or path: names that are not ours in name paths and filters, and ids that were seen on foreign objects. */
  url(url: string): string {
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const clean = this.#path(path);
    return mark < 0
      ? clean
      : `${clean}?${url
          .slice(mark + 1)
          .split('&')
          .map((one) => this.#parameter(one))
          .join('&')}`;
  }

  /** Prose, such as an error's detail: names and ids of foreign objects seen before, and mail addresses. */
  text(text: string): string {
    if (this.#isOurs(text) && !/[\s"'@]/.test(text)) return text;
    const whole = this.#known.get(text);
    if (whole !== undefined) return whole;
    let prose = text;
    if (text.includes(' ')) {
      for (const phrase of this.#phrases) prose = prose.replaceAll(phrase, () => this.#known.get(phrase) ?? phrase);
    }
    return prose
      .replace(EMAIL, (address) => (this.#isOurs(address) ? address : this.#pseudonym(address, 'user', true)))
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, (id) => this.#known.get(id) ?? id)
      .replace(/(["'`])([^"'`]{1,256})\1/g, (quoted, quote: string, inner: string) => {
        const known = this.#known.get(inner);
        return known === undefined ? quoted : quote + known + quote;
      })
      .replace(/[^\s"'`,;:()[\]{}]{3,}/g, (word) => this.#known.get(word) ?? word);
  }

  #learn(nodes: readonly JsonNode[], kinds: Map<JsonNode, ObjectKind>): void {
    for (const node of nodes) {
      const kind = kinds.get(node);
      if (!kind || kind === 'discovery') continue;
      if (this.#owner(node) === 'us') for (const id of idsOf(node)) this.own(id);
    }
  }

  #owner(node: JsonNode): 'us' | 'others' | 'unnamed' {
    const names = namesOf(node);
    const holder = node.children.find((child) => child.key === 'canonical_id')?.value;
    const telling = [...names, ...idsOf(node), ...(holder ? [holder] : [])];
    if (telling.some((value) => value !== '' && this.#isOurs(value))) return 'us';
    const alone = node.parent === null || (node.key === 'data' && node.parent.parent === null);
    return alone && names.length === 0 ? 'unnamed' : 'others';
  }

  #edits(nodes: readonly JsonNode[], kinds: Map<JsonNode, ObjectKind>): TextEdit[] {
    const edits: TextEdit[] = [];
    const owners = new Map<JsonNode, Ownership>();
    for (const node of nodes) {
      const inherited = (node.parent && owners.get(node.parent)) ?? NOBODY;
      if (node.kind === 'object' || node.kind === 'array') {
        const kind = inherited.kind === 'discovery' ? null : (kinds.get(node) ?? null);
        const isAlias = inherited.kind !== null && (node.parent?.key === 'aliases' || node.key === 'alias');
        owners.set(node, kind === null || isAlias ? inherited : this.#ownership(node, kind));
        if (node.keyRange && node.parent?.key === 'key_info') this.#editKey(node, edits);
        continue;
      }
      if (node.kind !== 'string' || inherited.kind === 'discovery' || isStructural(node)) continue;
      const replaced = this.#value(node, inherited);
      if (replaced === node.value) continue;
      const written = JSON.stringify(replaced);
      edits.push({ start: node.start, end: node.end, text: node.closed ? written : written.slice(0, -1) });
    }
    return edits;
  }

  #editKey(node: JsonNode, edits: TextEdit[]): void {
    const key = node.key ?? '';
    if (!node.keyRange || this.#isOurs(key)) return;
    edits.push({ ...node.keyRange, text: JSON.stringify(this.#pseudonym(key, 'name', true)) });
  }

  #ownership(node: JsonNode, kind: ObjectKind): Ownership {
    const owner = this.#owner(node);
    return { foreign: owner !== 'us', kind, keptId: owner === 'unnamed' ? (idsOf(node)[0] ?? null) : null };
  }

  #value(node: JsonNode, { foreign, kind, keptId }: Ownership): string {
    const { value } = node;
    if (value === keptId) return this.#known.get(value) ?? value;
    const isListKey = node.key === null && node.parent?.key === 'keys';
    const concerns = foreign || isListKey || (kind !== null && isReference(node));
    if (!concerns) return kind !== null && !isReference(node) ? value : this.text(value);
    if (/^(?:true|false)$/i.test(value) || value.startsWith('urn:')) return value;
    if (node.key === 'location' || node.key === '$ref') return this.#reference(value, keptId);
    return this.#isOurs(value)
      ? value
      : this.#pseudonym(value, kind ?? 'name', isListKey || isReference(node) || isIdentifying(node));
  }

  #reference(url: string, keptId: string | null): string {
    const slash = url.lastIndexOf('/');
    const id = url.slice(slash + 1);
    const isKept = id === keptId && !this.#known.has(id);
    return isKept || this.#isOurs(decodePercent(id))
      ? url
      : url.slice(0, slash + 1) + this.#pseudonym(id, 'name', true);
  }

  #path(path: string): string {
    const segments = path.split('/');
    return segments
      .map((segment, i) => {
        const value = decodePercent(segment);
        const known = this.#known.get(value);
        if (known !== undefined && !PROTOCOL_WORD.test(value)) return encodeWellFormed(known);
        const isName = segments[i - 1] === 'name' && ['entity', 'group'].includes(segments[i - 2] ?? '');
        return isName && !this.#isOurs(value) ? encodeWellFormed(this.#pseudonym(value, 'name', true)) : segment;
      })
      .join('/');
  }

  #parameter(parameter: string): string {
    const equals = parameter.indexOf('=');
    const value = decodePercent(parameter.slice(equals + 1).replaceAll('+', ' '));
    const isFilter = decodePercent(parameter.slice(0, Math.max(equals, 0))).toLowerCase() === 'filter';
    const clean = isFilter ? this.#filter(value) : this.#known.has(value) ? this.text(value) : value;
    return clean === value ? parameter : `${parameter.slice(0, equals + 1)}${encodeWellFormed(clean)}`;
  }

  /** Values of one or two characters and beginnings of our own prefix name nobody. */
  #filter(filter: string): string {
    return filter.replace(FILTER_VALUE, (all, before: string, value: string, after: string) => {
      if (value.length < 3 || this.#isOurs(value) || this.#prefix.includes(value.toLowerCase())) return all;
      return before + this.#pseudonym(value, 'name', true) + after;
    });
  }

  #isOurs(value: string): boolean {
    return value === '' || this.#own.has(value) || BUILT_IN.has(value) || value.toLowerCase().includes(this.#prefix);
  }

  #pseudonym(value: string, kind: string, remember: boolean): string {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    if (value === '' || OWN_WORK.test(value) || PLACEHOLDER.test(value)) return value;
    const hash = createHmac('sha256', this.#seed).update(value).digest('hex');
    const pseudonym = shaped(value, kind, hash);
    if (remember && value.length > 2 && !PROTOCOL_WORD.test(value) && this.#known.size < MOST_KNOWN) {
      this.#known.set(value, pseudonym);
      if (value.includes(' ') && this.#phrases.size < MOST_PHRASES) this.#phrases.add(value);
    }
    return pseudonym;
  }
}

function shaped(value: string, kind: string, hash: string): string {
  if (UUID.test(value)) return `00000000-0000-4000-8${hash.slice(0, 3)}-${hash.slice(3, 15)}`;
  const name = `${kind}-${hash.slice(0, 12)}`;
  if (/^\S+@\S+$/.test(value)) return `${name}@example.invalid`;
  if (value.length <= 64) return value.endsWith('/') ? `${name}/` : name;
  const missing = Math.min(value.length, LONGEST) - name.length - 1;
  return `${name}-${hash.repeat(Math.ceil(missing / hash.length)).slice(0, missing)}`;
}
