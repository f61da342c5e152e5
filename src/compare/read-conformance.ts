import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Conformance } from '../verdicts/verdict.ts';

const SCHEMA = new URL('../../fixtures/schemas/conformance.schema.json', import.meta.url);

/** The file or the command line is wrong: exit status 2. The message is a sentence for the user. */
export class CompareError extends Error {}

/** @throws CompareError when the file cannot be read or is no `conformance.json` */
export function readConformance(file: string): Conformance {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CompareError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const ajv = new Ajv2020();
  formats.default(ajv);
  const isValid = ajv.compile<Conformance>(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  if (!isValid(content)) {
    const [first] = isValid.errors ?? [];
    throw new CompareError(`${file} is no conformance.json of this harness: ${first?.instancePath} ${first?.message}.`);
  }
  return content;
}
