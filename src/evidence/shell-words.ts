/** Text of a script's word: literal, or the value of a shell variable. */
export type Piece = string | { variable: string };

/** Quotes literal text for a POSIX shell: inside single quotes every byte but NUL stands for itself. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** One shell word out of literals and variables. NUL cannot be in an argument of a program and is left out. */
export function word(pieces: Piece[]): string {
  const parts = joined(pieces).map((piece) =>
    typeof piece === 'string' ? quoted(piece.replaceAll('\0', '')) : `"$${piece.variable}"`,
  );
  return parts.join('') || "''";
}

/**
 * Commands that print the pieces byte by byte. Control characters are written as octal escapes, which holds for
 * NUL too and survives editors and copying; everything else is an argument, never a format.
 */
export function printCommands(pieces: Piece[]): string[] {
  const commands: string[] = [];
  let argument: Piece[] = [];
  const flush = () => {
    if (argument.length > 0) commands.push(`printf '%s' ${word(argument)}`);
    argument = [];
  };
  for (const piece of joined(pieces)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    const parts = typeof piece === 'string' ? piece.split(/([\0-\x08\x0b-\x1f\x7f]+)/) : [piece];
    for (const [i, part] of parts.entries()) {
      if (part === '') continue;
      if (i % 2 === 0 || typeof part !== 'string') {
        argument.push(part);
        continue;
      }
      flush();
      commands.push(`printf '${[...part].map(octal).join('')}'`);
    }
  }
  flush();
  return commands;
}

function joined(pieces: Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece === '') continue;
    if (typeof piece === 'string' && typeof last === 'string') result[result.length - 1] = last + piece;
    else result.push(piece);
  }
  return result;
}

/** Lines of a comment; what is not printable cannot end the comment early. */
export function comment(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => `# ${line.replace(/[\0-\x1f\x7f]/g, ' ')}`.trimEnd());
}

function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
