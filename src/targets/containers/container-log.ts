import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redaction } from '../../evidence/redaction.ts';
import type { StartedServer } from './engine.ts';

const FILE = 'container.log';
const LONGEST_LINE = 300;
/** Longer runs of such characters are no words: a piece of a licence, a key, a token. */
const LONG_RUN = /[A-Za-z0-9+/=_-]{40,}/g;

/** What a server in a container said, without secrets; kept when it ended badly. */
export class ContainerLog {
  readonly path: string;
  readonly #folder: string;
  readonly #redaction: Redaction;

  constructor(reportsDir: string, redaction: Redaction) {
    this.#folder = reportsDir;
    this.path = join(reportsDir, FILE);
    this.#redaction = redaction;
  }

  /** The line that most likely tells why a server ended: the last that speaks of trouble, else the last; '' without any. */
  lastWords(output: string): string {
    const lines = this.#safe(output)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const telling = lines.findLast((line) => /error|fail|licen[cs]e|panic|cannot|unknown/i.test(line)) ?? lines.at(-1);
    return (telling ?? '').slice(0, LONGEST_LINE).replace(/[.: ]+$/, '');
  }

  write(output: string): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(this.path, this.#safe(output));
  }

  /** Keeps the output of a server that ended though nobody stopped it, and says so. */
  async keepOfDead(server: StartedServer): Promise<void> {
    try {
      if (await server.isRunning()) return;
      this.write(await server.output());
      console.error(`The server in the container ended in mid-run; its last output is in ${this.path}.`);
    } catch {
      // Without an engine there is nothing to keep, and the run has its own trouble already.
    }
  }

  #safe(output: string): string {
    return this.#redaction.text(output).replace(LONG_RUN, '[long-value]');
  }
}
