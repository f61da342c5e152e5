import { wasAskedAgain } from './asked-again.ts';
import type { Exchange } from './exchange.ts';
import { captureCommand, type ServerValue, serverValues } from './server-values.ts';
import { comment, type Piece, printCommands, quoted, word } from './shell-words.ts';

export interface RepeatOptions {
  /** What the check verifies, in one sentence. */
  title: string;
  /** Id of the catalogue row. */
  row: string;
  /** Base URL of the tenant's SCIM protocol; other URLs are taken as Vault's API. */
  baseUrl: string;
  /** Namespace of the tenant, where the server is a Vault; '' for root. */
  namespace?: string;
  /** Which shell variable holds the credential of an actor. */
  variables: { actor: string; variable: string }[];
  /** Start of the names that the run gave; the script appends a fresh number to it. */
  runPrefix?: string;
  /** Values of the tenant itself (its principal, its mount accessor): the reader of the script has others. */
  tenantValues?: { value: string; variable: string; meaning: string }[];
  /** What the row demands of the last answer. */
  expectation?: string;
}

/** Headers that curl writes itself, as the wire client's library did. */
const FRAMING = /^(?:content-length|connection|transfer-encoding|keep-alive)$/i;
const PLACEHOLDER = /\[[a-z]+(?:-[a-z0-9]+)*\]/g;
/** Kinds that redaction writes; other text in brackets is the body's own. */
const KIND =
  /^\[(?:token|password|secret-id|jwt|unseal-key|recovery-key|licence|client-secret|private-key|secret-value|secret|credentials|cookie|encoded-token)(?:-\d+)?\]$/;
/** What the variable of an actor stands for. */
const BEARER = /^\[(?:token|jwt)(?:-\d+)?\]$/;
/** Kinds of values that whoever writes them may choose. */
const CHOSEN = /^\[(?:password|secret-value)(?:-\d+)?\]$/;
const LOGIN = /\/login(?:\/|$|\?)/;

/**
 * Writes a POSIX shell script (sh, curl, sed, tr) that repeats the exchanges of one check from an empty tenant and
 * prints the last answer beside what was recorded. It holds no credentials: each is a variable that the script asks
 * for. Ids that the server assigned are taken from the answers anew. What was asked again stands there once.
 *
 * @throws RangeError when a variable's name is no shell name
 */
export function repeatScript(exchanges: Exchange[], options: RepeatOptions): string {
  return new ScriptWriter(
    exchanges.filter((one) => !wasAskedAgain(one) && one.phase !== 'repeat'),
    options,
  ).write();
}

class ScriptWriter {
  readonly #exchanges: Exchange[];
  readonly #options: RepeatOptions;
  /** Recorded text and the variable that stands for it. */
  readonly #values = new Map<string, string>();
  readonly #required = new Map<string, string>();
  readonly #generated = new Set<string>();
  /** What all requests may hold, one after the other, and where each of them ends. No value holds a line break. */
  readonly #sent: string;
  readonly #ends: number[] = [];
  /** For each text that was split: which of the values it holds, and of how many that is known. */
  readonly #held = new Map<string, { values: string[]; asked: number }>();
  /** The place behind each occurrence of the run's prefix. */
  readonly #afterPrefix: RegExp | null;
  readonly #namespace: string;
  #ids = 0;

  constructor(exchanges: Exchange[], options: RepeatOptions) {
    this.#exchanges = exchanges;
    this.#options = options;
    this.#sent = this.#requestTexts();
    this.#afterPrefix = options.runPrefix ? new RegExp(`(?<=${escaped(options.runPrefix)})`, 'i') : null;
    this.#namespace = bare(options.namespace ?? '');
    for (const { value, variable, meaning } of options.tenantValues ?? []) {
      this.#values.set(value, shellName(variable));
      if (this.#sent.includes(value)) this.#required.set(variable, meaning);
    }
  }

  write(): string {
    const steps = this.#exchanges.flatMap((exchange, i) => this.#step(exchange, i));
    return [...this.#head(), ...steps, ...this.#tail(), ''].join('\n');
  }

  #head(): string[] {
    const { title, row } = this.#options;
    return [
      '#!/bin/sh',
      ...comment(`Repeats the exchanges of ${row}: ${title}`),
      '# Needs curl, and a tenant without users and groups; what it creates, it leaves there. CURL_FLAGS may hold more',
      '# options of curl, such as --insecure. Values for variables must not hold quotes or backslashes.',
      'set -u',
      ...[...this.#required].map(([name, meaning]) => `: "\${${name}:?${sentence(meaning)}}"`),
      `RUN=\${RUN:-$(date +%s)$$}`,
      ...[...this.#generated].map((name) => `${name}=\${${name}:-made-for-$RUN}`),
      'work=$(mktemp -d) || exit 2',
      `trap 'rm -rf "$work"' EXIT`,
      `trap 'exit 130' INT TERM`,
      ': > "$work/headers"; : > "$work/answer"',
      '',
      '# Sends one request with the curl options given; leaves status, $work/headers and $work/answer.',
      'send() {',
      '  : > "$work/headers"; : > "$work/answer"',
      '  # shellcheck disable=SC2086',
      `  status=$(curl -q --silent --show-error --globoff --path-as-is --http1.1 --max-time 30 \${CURL_FLAGS-} \\`,
      `    --dump-header "$work/headers" --output "$work/answer" --write-out '%{http_code}' "$@")`,
      '}',
      '# Reads a value of the answer that later requests need.',
      'needed() {',
      '  if [ -z "$2" ]; then echo "The answer (status $status) does not hold $1, which a later request needs:" >&2',
      '    cat "$work/answer" >&2; exit 1; fi',
      '}',
    ];
  }

  #step(exchange: Exchange, i: number): string[] {
    const { method, url, requestBody, phase, actor, status } = exchange;
    const lines = ['', ...comment(`${i + 1}. ${phase}, as ${actor}: ${method} ${url}`)];
    // An answer to POST, PUT and PATCH without a body is asked for with an empty one: `Content-Length: 0`.
    const sendsBody = requestBody !== null || /^(?:POST|PUT|PATCH)$/.test(method);
    if (requestBody?.includes('\ufffd')) {
      lines.push('# The body held bytes that are no UTF-8; the record has U+FFFD in their place.');
    }
    if (/\n\[truncated: \d+ of \d+ bytes left out\]$/.test(requestBody ?? '')) {
      lines.push('# The record holds only the beginning of the body: this request differs from the recorded one.');
    }
    if (requestBody !== null) {
      const commands = printCommands(this.#pieces(requestBody, exchange));
      lines.push('{', ...(commands.length === 0 ? ['  :'] : commands.map((one) => `  ${one}`)), '} > "$work/request"');
    }
    const args = [
      method === 'HEAD' && requestBody === null ? '--head' : `--request ${quoted(method)}`,
      ...this.#headers(exchange, sendsBody).map((header) => `--header ${word(header)}`),
      ...(sendsBody ? [requestBody === null ? "--data-binary ''" : '--data-binary @"$work/request"'] : []),
      word(this.#url(exchange)),
    ];
    lines.push(`send ${args.join(' \\\n  ')}`);
    lines.push(`printf '%s\\n' ${word([`${i + 1}. ${method}`])}": status $status, recorded ${status ?? 'no answer'}"`);
    return [...lines, ...this.#captures(exchange, i)];
  }

  #headers(exchange: Exchange, sendsBody: boolean): Piece[][] {
    const host = /^[a-z]+:\/\/([^/?#]*)/i.exec(exchange.url)?.[1];
    const lines = exchange.requestHeaders.filter(
      ([name, value]) =>
        !FRAMING.test(name) &&
        !(name.toLowerCase() === 'host' && value === host) &&
        // The index of an answer that the script does not get itself is of another server, or of another state of it.
        !(name.toLowerCase() === 'x-vault-index' && !this.#values.has(value)),
    );
    const names = new Set(lines.map(([name]) => name.toLowerCase()));
    const unsent = ['User-Agent', 'Accept', ...(sendsBody ? ['Content-Type', 'Expect'] : [])];
    return [
      ...lines.map(([name, value]): Piece[] => {
        // `Name;` is how curl is told to send a header without a value.
        if (value.trim() === '') return [`${name};`];
        if (isNamespace(name)) return [`${name}: `, ...this.#namespacePieces(value)];
        return [`${name}: `, ...this.#pieces(value, exchange, true)];
      }),
      ...unsent.filter((name) => !names.has(name.toLowerCase())).map((name): Piece[] => [`${name}:`]),
    ];
  }

  #namespacePieces(value: string): Piece[] {
    const own = this.#namespace;
    const namespace = bare(value.trim());
    if (own === '' || !`${namespace}/`.startsWith(`${own}/`)) return this.#named(namespace);
    this.#required.set('VAULT_NAMESPACE', 'set it to the namespace of the tenant, root for the root namespace');
    return [{ variable: 'VAULT_NAMESPACE' }, ...this.#named(namespace.slice(own.length))];
  }

  #url(exchange: Exchange): Piece[] {
    const baseUrl = this.#options.baseUrl.replace(/\/+$/, '');
    const { url } = exchange;
    const isBelow = url.startsWith(baseUrl) && /^(?:[/?#]|$)/.test(url.slice(baseUrl.length));
    if (isBelow || url.startsWith('/')) {
      this.#required.set('SCIM_BASE_URL', 'set it to the base URL of the SCIM endpoints');
      const rest = url.startsWith('/') ? url : url.slice(baseUrl.length);
      return [{ variable: 'SCIM_BASE_URL' }, ...this.#pieces(rest, exchange)];
    }
    const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? '';
    this.#required.set('VAULT_ADDR', 'set it to the address of Vault, without a path');
    return [{ variable: 'VAULT_ADDR' }, ...this.#pieces(url.slice(origin.length), exchange)];
  }

  /** Splits recorded text into what is repeated as it is and what has another value each time. */
  #pieces(text: string, exchange: Exchange, isHeader = false): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    let end = 0;
    for (const { at, value } of this.#occurrences(text)) {
      if (at < end) continue;
      end = at + value.length;
      const variable = this.#variableFor(value, exchange, isHeader);
      if (variable === null) continue;
      pieces.push(...this.#named(text.slice(from, at)), { variable });
      from = end;
    }
    return [...pieces, ...this.#named(text.slice(from))];
  }

  /** Where the text holds values that have a variable, or placeholders: in order, at one place the longest value first. */
  #occurrences(text: string): { at: number; value: string }[] {
    const found: { at: number; value: string }[] = [];
    const longestFirst = this.#valuesIn(text).toSorted((a, b) => b.length - a.length);
    for (const value of longestFirst) {
      for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length))
        found.push({ at, value });
    }
    if (text.includes('[')) {
      for (const { 0: value, index } of text.matchAll(PLACEHOLDER)) found.push({ at: index, value });
    }
    return found.sort((a, b) => a.at - b.at);
  }

  /** The values that a text holds. A header comes back with every request: it is asked for new values only. */
  #valuesIn(text: string): string[] {
    const held = this.#held.get(text) ?? { values: [], asked: 0 };
    if (held.asked < this.#values.size) {
      for (const value of this.#values.keys().drop(held.asked)) if (text.includes(value)) held.values.push(value);
      held.asked = this.#values.size;
      this.#held.set(text, held);
    }
    return held.values;
  }

  #variableFor(text: string, { actor, url }: Exchange, isHeader: boolean): string | null {
    const isPlaceholder = KIND.test(text);
    if (isHeader && BEARER.test(text)) {
      const mapped = this.#options.variables.find((one) => one.actor === actor);
      if (mapped) {
        const name = shellName(mapped.variable);
        this.#required.set(name, `set it to the token of ${sentence(actor)}`);
        return name;
      }
    }
    const value = this.#values.get(text);
    if (value !== undefined || !isPlaceholder) return value ?? null;
    const name = variableOf(text);
    const words = text.slice(1, -1).replaceAll('-', ' ');
    if (CHOSEN.test(text) && !LOGIN.test(url)) this.#generated.add(name);
    else
      this.#required.set(
        name,
        `set it to the ${words} that request ${this.#exchanges.findIndex((one) => one.url === url) + 1} needs`,
      );
    this.#values.set(text, name);
    return name;
  }

  /** Puts `$RUN` behind each occurrence of the run's prefix, in whatever case it was written. */
  #named(text: string): Piece[] {
    if (this.#afterPrefix === null) return text === '' ? [] : [text];
    const parts = text.split(this.#afterPrefix);
    return parts.flatMap((part, i): Piece[] => [part, ...(i < parts.length - 1 ? [{ variable: 'RUN' }] : [])]);
  }

  #captures(exchange: Exchange, i: number): string[] {
    const prefix = this.#options.runPrefix?.toLowerCase();
    return serverValues(exchange).flatMap((found) => {
      const { value } = found;
      const issued = KIND.test(value);
      if ((!issued && this.#values.has(value)) || (prefix && value.toLowerCase().includes(prefix))) return [];
      const end = this.#ends[i] ?? 0;
      if (!this.#sent.includes(value, end)) return [];
      if (!issued && this.#sent.indexOf(value) < end) return [];
      return this.#capture(found, issued);
    });
  }

  #capture(found: ServerValue, issued: boolean): string[] {
    this.#ids += 1;
    const name = issued ? `ISSUED_${variableOf(found.value)}_${this.#ids}` : `ID_${this.#ids}`;
    this.#values.set(found.value, name);
    const what = 'header' in found.from ? `the header ${found.from.header}` : found.from.body;
    return [`${name}=$(${captureCommand(found, (text) => this.#named(text))})`, `needed ${quoted(what)} "$${name}"`];
  }

  #requestTexts(): string {
    let texts = '';
    for (const exchange of this.#exchanges) {
      texts += `${this.#requestText(exchange)}\n`;
      this.#ends.push(texts.length);
    }
    return texts;
  }

  /** Everything of a request that may hold a value, except credentials which the actor's variable replaces. */
  #requestText({ url, requestHeaders, requestBody, actor }: Exchange): string {
    const isMapped = this.#options.variables.some((one) => one.actor === actor);
    const headers = requestHeaders.map(([, value]) => (isMapped ? value.replace(PLACEHOLDER, '') : value));
    return [url, ...headers, requestBody ?? ''].join('\n');
  }

  #tail(): string[] {
    const last = this.#exchanges.at(-1);
    const { row, title, expectation } = this.#options;
    const demand = expectation ?? title;
    const recorded = last
      ? `${last.status ?? last.failure ?? 'no answer'}\n${last.responseBody.slice(0, 4_000)}`
      : 'nothing';
    return [
      '',
      'printf \'\\n\'; cat "$work/headers" "$work/answer"; printf \'\\n\'',
      `printf '%s\\n' ${quoted(comment(`Expected by ${row}: ${demand}`).join('\n'))}`,
      '',
      ...comment(`Recorded answer: ${recorded}`),
    ];
  }
}

function variableOf(placeholder: string): string {
  const words = placeholder.slice(1, -1).toUpperCase().replaceAll('-', '_');
  return /_\d+$/.test(words) ? words : `${words}_1`;
}

function shellName(variable: string): string {
  const name = variable.replace(/^\$/, '');
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new RangeError(`"${variable}" is no name of a shell variable`);
  return name;
}

function sentence(text: string): string {
  return text.replace(/[^\w .,:()/-]/g, ' ');
}

function isNamespace(name: string): boolean {
  return name.toLowerCase() === 'x-vault-namespace';
}

function bare(namespace: string): string {
  return namespace.replace(/^\/+|\/+$/g, '');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
