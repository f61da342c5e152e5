import { createHmac } from 'node:crypto';
import { isStructural } from '../evidence/foreign-objects.ts';
import { type JsonNode, readJsonTree } from '../evidence/json-tree.ts';
import { TRUNCATION_MARK } from '../evidence/redaction.ts';
import { decodePercent, encodeWellFormed } from '../evidence/secret-forms.ts';
import { applyEdits, type TextEdit } from '../evidence/text-edits.ts';
import { splitOnce } from '../scim/url-text.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PLACEHOLDER = /^\[[a-z-]+\]$/;
/** Words of the protocol that say nothing of a person, whatever member they are the value of. */
const PROTOCOL_WORD =
  /^(?:true|false|urn:\S*|add|remove|replace|user|group|work|home|other|direct|indirect|bearer|oauthbearertoken|oauth2?|[a-z]{2}[-_][a-z]{2})$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;
/** Attribute names that the texts of errors quote. */
const ATTRIBUTE =
  /^(?:urn:[\w:.-]+:)?(?:id|ids|schemas|meta|value|display|type|primary|op|path|operations|externalId|userName|displayName|nickName|active|name|emails?|phoneNumbers|members?|groups|title|manager|password|filter|count|startIndex|attributes|excludedAttributes|\w+\.\w+)$/i;
const RESOURCE_PATH = /\/(?:Users|Groups)\/([^/?#]+)/;
/** Longer strings keep their length up to here, so that defects of long values stay visible. */
const LONGEST = 1024;
const MOST_KNOWN = 50_000;

/**
 * Pseudonyms for traffic in which nothing is ours: every text in a body that is not the protocol's own becomes a
 * stable stand-in, so do ids and the values of filters in addresses, and the same texts in the words of errors.
 * Member names, numbers, times, URNs and discovery documents stay, so that the evidence still shows the defect.
 */
export class TrafficPseudonyms {
  readonly #key: string;
  readonly #known = new Map<string, string>();

  /** @param key random and never stored: with it, guessed names could be checked against the pseudonyms */
  constructor(key: string) {
    this.#key = key;
  }

  /** Method and address decide what a body may hold: the documents of discovery describe, and name nobody. */
  body(text: string, target: string): string {
    if (/\/(?:Schemas|ResourceTypes|ServiceProviderConfig)(?:[/?]|$)/.test(target)) return text;
    const mark = TRUNCATION_MARK.exec(text)?.[0] ?? '';
    const whole = mark === '' ? text : text.slice(0, -mark.length);
    const nodes = readJsonTree(whole);
    const isJson = /^\s*[[{"]/.test(whole);
    if (!isJson) return this.text(whole) + mark;
    const edits: TextEdit[] = [];
    for (const node of nodes) {
      if (node.kind !== 'string') continue;
      const replaced = this.#value(node);
      if (replaced === node.value) continue;
      const written = JSON.stringify(replaced);
      edits.push({ start: node.start, end: node.end, text: node.closed ? written : written.slice(0, -1) });
    }
    return applyEdits(whole, edits) + mark;
  }

  /** An address, absolute or a path: ids of users and groups, and what filters compare with. */
  url(url: string): string {
    const [path = '', query] = splitOnce(url, '?');
    const clean = path.replace(RESOURCE_PATH, (all, id: string) =>
      id.startsWith('.') ? all : all.slice(0, all.length - id.length) + encodeWellFormed(this.of(decodePercent(id))),
    );
    if (query === undefined) return clean;
    return `${clean}?${query
      .split('&')
      .map((one) => this.#parameter(one))
      .join('&')}`;
  }

  /** Words for people: texts that are known from bodies, addresses of mail, ids, and whatever stands in quotes. */
  text(text: string): string {
    return text
      .replace(/(["'`])([^"'`]{1,256})\1/g, (all, quote: string, inner: string) =>
        ATTRIBUTE.test(inner) ? all : quote + this.of(inner) + quote,
      )
      .replace(/[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g, (address) => this.of(address))
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, (id) => this.of(id))
      .replace(/[^\s"'`,;:()[\]{}]{3,}/g, (word) => this.#known.get(word) ?? word);
  }

  /** A value of an observation. A text alone is a rule's own words; inside of objects and lists it is the server's. */
  value(value: unknown): unknown {
    return typeof value === 'string' ? (this.#known.get(value) ?? this.text(value)) : this.#inner(value);
  }

  #inner(value: unknown): unknown {
    if (typeof value === 'string') return this.of(value);
    if (Array.isArray(value)) return value.map((one) => this.#inner(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.#inner(one)]));
  }

  /** The stand-in for one text. */
  of(value: string): string {
    if (value === '' || PLACEHOLDER.test(value) || PROTOCOL_WORD.test(value) || INSTANT.test(value)) return value;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const hash = createHmac('sha256', this.#key).update(value).digest('hex');
    const pseudonym = shaped(value, hash);
    if (value.length > 2 && this.#known.size < MOST_KNOWN) {
      this.#known.set(value, pseudonym);
      this.#known.set(pseudonym, pseudonym);
    }
    return pseudonym;
  }

  #value(node: JsonNode): string {
    const { key, value } = node;
    const name = key?.toLowerCase();
    if (name === 'detail' || name === 'errors' || node.parent?.key === 'errors') return this.text(value);
    if (name === 'path') return value.replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) => `"${this.of(inner)}"`);
    if (name === 'location' || name === '$ref') return this.url(value);
    return isStructural(node) ? value : this.of(value);
  }

  #parameter(parameter: string): string {
    const [name = '', value = ''] = splitOnce(parameter, '=');
    if (decodePercent(name).toLowerCase() !== 'filter') return parameter;
    const filter = decodePercent(value.replaceAll('+', ' '));
    const clean = filter
      .replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) => `"${this.of(inner)}"`)
      .replace(
        /(\s(?:eq|ne|co|sw|ew|gt|ge|lt|le)\s+)([^\s"()]+)/gi,
        (_, before: string, bare: string) => before + this.of(bare),
      );
    return clean === filter ? parameter : `${name}=${encodeWellFormed(clean)}`;
  }
}

function shaped(value: string, hash: string): string {
  if (UUID.test(value)) return `00000000-0000-4000-8${hash.slice(0, 3)}-${hash.slice(3, 15)}`;
  const name = `text-${hash.slice(0, 12)}`;
  if (/^\S+@\S+$/.test(value)) return `${name}@example.invalid`;
  return value.length <= 64 ? name : name.padEnd(Math.min(value.length, LONGEST), '-');
}
