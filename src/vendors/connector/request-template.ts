import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import type { HeaderLines } from '../../evidence/exchange.ts';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/vendors/', import.meta.url));

/** A request as the vendor's connector writes it: a file of `fixtures/vendors/<vendor>/`. */
export interface RequestTemplate {
  /** `OK-B06` */
  id: string;
  meaning: string;
  method: string;
  /** Below the SCIM base URL, with `{placeholders}`. */
  path: string;
  /** Name of a header set of the vendor's `headers.yaml`. */
  headers: string;
  /** Exact JSON text with `{placeholders}`: order and spelling of members are the vendor's. */
  body?: string;
  source: string;
  /** How sure the form is: documented, captured, seen in code, third party, inferred. */
  form: 'D' | 'C' | 'S' | 'T' | 'I';
}

/** Values for placeholders by name. */
export type PlaceholderValues = Readonly<Record<string, string>>;

interface VendorFixtures {
  templates: Map<string, RequestTemplate>;
  headerSets: Record<string, Record<string, string>>;
}

const read = new Map<string, VendorFixtures>();

/** @throws Error when the vendor has no such template: a mistake of ours. */
export function requestTemplate(vendor: string, id: string): RequestTemplate {
  const template = fixturesOf(vendor).templates.get(id);
  if (!template) throw new Error(`${vendor} has no request template ${id}`);
  return template;
}

export function templatesOf(vendor: string): RequestTemplate[] {
  return [...fixturesOf(vendor).templates.values()];
}

/** The headers of a named set in wire order, without the credential. */
export function headerSet(vendor: string, name: string): HeaderLines {
  const set = fixturesOf(vendor).headerSets[name];
  if (!set) throw new Error(`${vendor} has no header set ${name}`);
  return Object.entries(set);
}

/** Puts values into a path as they are: how a vendor percent-encodes belongs to its own rules. */
export function filledPath(template: RequestTemplate, values: PlaceholderValues): string {
  return filled(template.path, values, (value) => value);
}

/** Puts values into the body as JSON string contents. */
export function filledBody(template: RequestTemplate, values: PlaceholderValues): string | undefined {
  if (template.body === undefined) return undefined;
  return filled(template.body.trim(), values, (value) => JSON.stringify(value).slice(1, -1));
}

function filled(text: string, values: PlaceholderValues, encode: (value: string) => string): string {
  return text.replace(/\{([a-z][A-Za-z0-9]*)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the placeholder {${name}} has no value`);
    return encode(value);
  });
}

function fixturesOf(vendor: string): VendorFixtures {
  let fixtures = read.get(vendor);
  if (!fixtures) {
    const folder = join(FIXTURES, vendor);
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    const parsed = (name: string): unknown => load(readFileSync(join(folder, name), 'utf8'));
    const templates = files.filter((name) => name !== 'headers.yaml').map((name) => parsed(name) as RequestTemplate);
    fixtures = {
      templates: new Map(templates.map((template) => [template.id, template])),
      headerSets: parsed('headers.yaml') as VendorFixtures['headerSets'],
    };
    read.set(vendor, fixtures);
  }
  return fixtures;
}
