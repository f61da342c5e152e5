import type { JsonNode } from '../evidence/json-tree.ts';
import { readJsonTree } from '../evidence/json-tree.ts';
import { applyEdits, type TextEdit } from '../evidence/text-edits.ts';
import { decodedText, splitOnce } from '../scim/url-text.ts';
import { resourcesIn } from './recorded-resources.ts';

/** Translates what a recording says into the terms of the target: ids, names, addresses. */
export class IdMap {
  readonly #ids = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #bases: readonly [recorded: string, target: string][];

  /**
   * @param names names of people and groups in the recording
   * @param prefix goes in front of each of them, so that nobody of the target is touched
   * @param bases recorded base addresses of the SCIM service
   */
  constructor(names: Iterable<string>, prefix: string, bases: Iterable<string>, targetBase: string) {
    for (const name of names) this.#names.set(name.toLowerCase(), prefix + name);
    this.#bases = [...bases].map((base) => [base, targetBase]);
  }

  /** Learns the ids of the same resources in both answers: the one resource, or list entries of the same name. */
  learn(recorded: string, answered: string): void {
    const there = resourcesIn(answered);
    const here = resourcesIn(recorded);
    const isOne = here.length === 1 && there.length === 1;
    for (const one of here) {
      const other = isOne ? there[0] : there.find((candidate) => this.#isSame(one, candidate));
      this.set(one.id, other?.id);
    }
  }

  set(recorded: unknown, target: unknown): void {
    if (typeof recorded === 'string' && typeof target === 'string' && recorded !== '') this.#ids.set(recorded, target);
  }

  /** Path and query of a request. Encoding stays as it was recorded, but of what is replaced. */
  path(path: string): string {
    const [place = '', query] = splitOnce(path, '?');
    const mapped = place
      .split('/')
      .map((segment) => this.#ids.get(decodedText(segment)) ?? segment)
      .join('/');
    return query === undefined ? mapped : `${mapped}?${this.#literals(query)}`;
  }

  /** Text of a body: whole strings that are an id, a name or an address; everything else stays byte for byte. */
  body(text: string): string {
    const edits: TextEdit[] = [];
    for (const node of readJsonTree(text)) {
      if (node.kind !== 'string' || !node.closed) continue;
      const value = this.#string(node);
      if (value !== node.value) edits.push({ start: node.start, end: node.end, text: JSON.stringify(value) });
    }
    return applyEdits(text, edits);
  }

  /** A value as the target has it. */
  value(value: unknown): unknown {
    return JSON.parse(this.body(JSON.stringify(value)));
  }

  #string({ value, key }: JsonNode): string {
    const id = this.#ids.get(value);
    if (id !== undefined) return id;
    if (key === 'path') return value.replace(/"([^"]*)"/g, (_, literal: string) => `"${this.#one(literal)}"`);
    const base = this.#bases.find(([recorded]) => value.startsWith(`${recorded}/`));
    if (base) return base[1] + this.path(value.slice(base[0].length));
    return this.#names.get(value.toLowerCase()) ?? value;
  }

  #one(literal: string): string {
    return this.#ids.get(literal) ?? this.#names.get(literal.toLowerCase()) ?? literal;
  }

  /** Literals in a query, in whatever encoding their quotes stand. */
  #literals(query: string): string {
    return query.replace(/(%22|")(.*?)(\1)/gi, (all, open: string, literal: string, close: string) => {
      const clear = decodedText(literal.replaceAll('+', ' '));
      const mapped = this.#one(clear);
      return mapped === clear ? all : open + encodeURIComponent(mapped) + close;
    });
  }

  #isSame(recorded: Record<string, unknown>, target: Record<string, unknown>): boolean {
    const mappedId = this.#ids.get(String(recorded.id));
    if (mappedId !== undefined) return mappedId === target.id;
    return ['userName', 'displayName', 'externalId'].some((name) => {
      const value = recorded[name];
      if (typeof value !== 'string') return false;
      return String(target[name]).toLowerCase() === this.#names.get(value.toLowerCase())?.toLowerCase();
    });
  }
}
