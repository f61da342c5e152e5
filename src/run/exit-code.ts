let wanted: number | null = null;
/** What has begun and not ended, in words that begin a sentence. */
let unfinished: string | null = null;
let hooked = false;

/**
 * Fixes the status that the process ends with. Playwright ends with 1 for anything that is
 * not right, so the contract's 2 and 3 are put in place when the process exits.
 */
export function endWith(status: number): void {
  wanted = status;
  hook();
}

/**
 * Node ends with 0, and says nothing, when nothing is left to wait for although a promise is
 * still open. A process that runs dry before the returned function was called ends with 3 and says so.
 *
 * @param what What has begun: `The set-up of the run`.
 */
export function begin(what: string): () => void {
  unfinished = what;
  hook();
  return () => {
    unfinished = null;
  };
}

function hook(): void {
  if (hooked) return;
  hooked = true;
  // Not emitted by process.exit(), which is how Ctrl-C ends a run.
  process.on('beforeExit', () => {
    if (unfinished === null) return;
    process.stderr.write(`${unfinished} came to no end, and nothing was left to wait for: an error of the harness.\n`);
    unfinished = null;
    wanted = 3;
  });
  process.on('exit', () => {
    if (wanted !== null) process.exitCode = wanted;
  });
}
