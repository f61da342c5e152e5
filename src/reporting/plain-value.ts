/** Longest text of one value in a report; the evidence files hold the whole. */
const LONGEST_VALUE = 4000;

/** Cuts a text and says by how much, so that nobody takes the rest for the whole. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}… (${text.length - longest} more characters)`;
}

/** An expected or actual value as text: strings as they are, all else as JSON. Undefined stays undefined. */
export function plainValue(value: unknown, options: { indent?: number; longest?: number } = {}): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : stringify(value, options.indent);
  return cut(text, options.longest ?? LONGEST_VALUE);
}

function stringify(value: unknown, indent: number | undefined): string {
  try {
    return JSON.stringify(value, null, indent) ?? String(value);
  } catch {
    // A cycle or a bigint in an observation must not cost the report.
    return String(value);
  }
}

/** One line without control characters, for terminals, names and XML attributes. */
export function oneLine(text: string, longest = LONGEST_VALUE): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: server text may try to drive the terminal
  const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g;
  // Cut first: a server may answer with megabytes, and replacing in all of them costs minutes.
  return cut(text, longest).replace(controls, ' ').trim();
}
