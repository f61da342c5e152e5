import Papa from 'papaparse';

/**
 * Lines of a CSV file (RFC 4180) by the names in its first line, blanks around values left out.
 *
 * @throws Error that names the line when it has other columns than the first one, or an open quote
 */
export function csvLines(text: string): Record<string, string>[] {
  const trimmed = (value: string) => value.trim();
  const { data, errors } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
    transform: trimmed,
    transformHeader: trimmed,
    delimiter: ',',
  });
  const [trouble] = errors;
  if (trouble) throw new Error(`CSV, record ${(trouble.row ?? 0) + 1}: ${trouble.message}`);
  return data;
}
