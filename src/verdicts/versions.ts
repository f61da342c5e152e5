/** Compares release numbers such as `2.0.10` and `2.2.0`; a suffix (`+ent`, `-rc1`) is not looked at. */
export function compareVersions(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let i = 0; i < 3; i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** `2.0.4+ent.hsm` → `2.0.4`; null when the text holds no release number. */
export function releaseOf(version: string): string | null {
  return /^v?(\d+\.\d+\.\d+)/.exec(version)?.[1] ?? null;
}

function numbersOf(version: string): number[] {
  return (releaseOf(version) ?? version).split('.').map((part) => Number.parseInt(part, 10) || 0);
}
