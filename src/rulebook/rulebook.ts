import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCatalogue, parseDecidingSources } from '../verdicts/catalogue.ts';
import { type Contract, parseContract } from '../verdicts/contract.ts';
import type { Row } from '../verdicts/row.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** Files of `fixtures/catalogue/` that define the rows' vocabulary instead of rows. */
const NOT_ROWS = new Set(['sources.csv', 'open-questions.csv', 'untested-facts.csv', 'documented-limits.csv']);

let rows: Row[] | undefined;
let byId: Map<string, Row> | undefined;

/** Every row of every catalogue, read once a process. */
export function readCatalogue(): Row[] {
  if (!rows) {
    const folder = join(FIXTURES, 'catalogue');
    const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    const deciding = parseDecidingSources(readFileSync(join(folder, 'sources.csv'), 'utf8'));
    rows = parseCatalogue(
      names
        .filter((name) => !NOT_ROWS.has(name))
        .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
      deciding,
    );
  }
  return rows;
}

/** The row with this id; an unknown id is a mistake in a suite. */
export function rowById(id: string): Row {
  byId ??= new Map(readCatalogue().map((row) => [row.id, row]));
  const row = byId.get(id);
  if (!row) throw new Error(`no catalogue row has the id ${id}`);
  return row;
}

let limits: Map<string, string[]> | undefined;

/** Which authorities' rows a documented limit may excuse: `rfc`, `vendors`; empty for a row that is no limit. */
export function excusedBy(id: string): string[] {
  limits ??= new Map(
    readFileSync(join(FIXTURES, 'catalogue', 'documented-limits.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([row = '', excuses = '']) => [row, excuses.trim().split(' ')]),
  );
  return limits.get(id) ?? [];
}

/** `vault-2.0.4` and so on, oldest first. */
export function contractNames(): string[] {
  return readdirSync(join(FIXTURES, 'contracts'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace(/\.yaml$/, ''))
    .sort();
}

const contracts = new Map<string, Contract>();

/** The contract of this name, or null when the target has none (a server that is not Vault). Read once a process. */
export function readContract(name: string | null): Contract | null {
  if (name === null) return null;
  // An assumed contract is marked behind its name.
  const plain = name.replace(/ .*$/, '');
  let contract = contracts.get(plain);
  if (!contract) {
    contract = parseContract(plain, readFileSync(join(FIXTURES, 'contracts', `${plain}.yaml`), 'utf8'));
    contracts.set(plain, contract);
  }
  return contract;
}
