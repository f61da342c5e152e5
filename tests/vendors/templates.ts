import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { templatesOf } from '../../src/vendors/connector/request-template.ts';

/** The folders of `fixtures/vendors/`. */
export function vendorNames(): string[] {
  const folder = fileURLToPath(new URL('../../fixtures/vendors/', import.meta.url));
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

export function templateIds(): Set<string> {
  return new Set(vendorNames().flatMap((vendor) => templatesOf(vendor).map((template) => template.id)));
}
