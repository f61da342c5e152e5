let wanted: number | null = null;
let hooked = false;

/**
 * Fixes the status that the process ends with. Playwright ends with 1 for anything that is
 * not right, so the contract's 2 and 3 are put in place when the process exits.
 */
export function endWith(status: number): void {
  wanted = status;
  if (hooked) return;
  hooked = true;
  process.on('exit', () => {
    if (wanted !== null) process.exitCode = wanted;
  });
}
