import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '../evidence/exchange.ts';
import { httpAttachment } from './http-attachment.ts';

/** An exchange of a check, and the name of its file. */
export interface ExchangeFile {
  source: string;
  exchange: Exchange;
}

/** The exchanges of checks as Allure attaches them: thousands of files, of which most are written while tests run. */
export class ExchangeFiles {
  readonly #directory: string;
  /** Name of each file, and the longest body with which it was written. */
  readonly #written = new Map<string, number>();

  /** @param directory `allure-results/`, of which what an earlier run left is gone before the first file */
  constructor(directory: string) {
    this.#directory = directory;
  }

  get isEmpty(): boolean {
    return this.#written.size === 0;
  }

  /** Thousands of small files are written twice as fast one by one as by a pool of threads. */
  write({ source, exchange }: ExchangeFile, longestBody: number): void {
    if (this.#written.get(source) === longestBody) return;
    if (this.isEmpty) mkdirSync(this.#directory, { recursive: true });
    writeFileSync(join(this.#directory, source), JSON.stringify(httpAttachment(exchange, longestBody)));
    this.#written.set(source, longestBody);
  }

  /** Removes what no check shows after all. */
  keepOnly(sources: ReadonlySet<string>): void {
    for (const source of this.#written.keys()) {
      if (!sources.has(source)) rmSync(join(this.#directory, source), { force: true });
    }
  }
}
