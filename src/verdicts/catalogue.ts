import { csvLines } from './csv.ts';
import type { Kind, Level, Row } from './row.ts';

/** A file of `fixtures/catalogue/`: its name without folder, and its text. */
export interface CatalogueFile {
  name: string;
  text: string;
}

type Line = Record<string, string>;

/**
 * Reads the catalogue. Which authority a file speaks for follows from its name: `rfc.csv` the
 * RFCs, `vault.csv` Vault's documentation, every other one a vendor (`collisions.csv` names the
 * profile of each row).
 * Throws an Error that names file and line for a row that cannot be used.
 */
export function parseCatalogue(files: CatalogueFile[], decidingSources: ReadonlySet<string>): Row[] {
  const rows = files.flatMap((file) => rowsOf(file, decidingSources));
  const seen = new Set<string>();
  for (const row of rows) {
    if (seen.has(row.id)) throw new Error(`catalogue: the id ${row.id} is used twice`);
    seen.add(row.id);
  }
  return rows;
}

/** Tags of `sources.csv` whose statements a Vault row may fail on. */
export function parseDecidingSources(text: string): Set<string> {
  return new Set(
    csvLines(text)
      .filter((line) => line.decides === 'yes')
      .map((line) => line.tag ?? ''),
  );
}

function rowsOf(file: CatalogueFile, decidingSources: ReadonlySet<string>): Row[] {
  const profile = file.name.replace(/\.csv$/, '');
  const read = profile === 'rfc' ? rfcRow : profile === 'vault' ? vaultRow : vendorRow;
  return csvLines(file.text).map((line, index) => {
    const row = read(line, profile, decidingSources);
    if (!row.id || !LEVELS.has(row.level) || !KINDS.has(row.kind)) {
      throw new Error(`catalogue: ${file.name}, row ${index + 1} (${row.id || 'no id'}) has a bad id, level or kind`);
    }
    return row;
  });
}

const LEVELS = new Set<Level>(['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY', 'IMPLIED']);
const KINDS = new Set<Kind>(['read', 'write', 'refusal']);
const SEVERITIES: Record<string, Level> = { M: 'MUST', S: 'SHOULD', N: 'MAY' };

function rfcRow(line: Line): Row {
  return {
    id: line.id ?? '',
    authority: 'rfc',
    profile: 'rfc',
    area: line.area ?? '',
    level: line.level as Level,
    kind: (line.kind || 'read') as Kind,
    statement: line.statement ?? '',
    source: `${line.rfc} section ${line.section}`,
    gate: line.applies_when ?? '',
    decides: true,
    tolerant: line.tolerant === 'yes' || line.testable !== 'yes',
    notes: line.notes ?? '',
    unproven: false,
    modes: [],
  };
}

function vaultRow(line: Line, profile: string, decidingSources: ReadonlySet<string>): Row {
  const open = /(^|&)\s*open:/.test(line.gate ?? '');
  return {
    ...shared(line, profile),
    authority: 'vault',
    level: line.level as Level,
    decides: !open && (line.source ?? '').split(/\s+/).some((tag) => decidingSources.has(tag)),
  };
}

function vendorRow(line: Line, profile: string): Row {
  return {
    ...shared(line, line.profile || profile),
    authority: 'vendor',
    level: (SEVERITIES[line.severity ?? ''] ?? line.level) as Level,
    decides: true,
  };
}

function shared(line: Line, profile: string): Omit<Row, 'authority' | 'level' | 'decides'> {
  return {
    id: line.id ?? '',
    profile,
    area: line.area ?? '',
    kind: (line.kind || 'read') as Kind,
    ...(line.since ? { since: line.since } : {}),
    ...(line.until ? { until: line.until } : {}),
    statement: line.statement ?? '',
    source: line.source ?? '',
    gate: line.gate ?? '',
    tolerant: false,
    notes: line.notes ?? '',
    unproven: line.form === 'I' || line.form === 'T',
    modes: (line.mode ?? '').split(/\s+/).filter((mode) => mode !== ''),
    ...(line.collision ? { collision: line.collision } : {}),
  };
}
