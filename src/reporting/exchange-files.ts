import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '../evidence/exchange.ts';
import { writeOver } from './earlier-reports.ts';
import { httpAttachment } from './http-attachment.ts';

/** An exchange of a check, and the name of its file. */
export interface ExchangeFile {
  source: string;
  exchange: Exchange;
}

/** The exchanges of checks as Allure attaches them: thousands of files, of which most are written while tests run. */
export class ExchangeFiles {
  readonly #directory: string;
  /** Content of each file by its name. */
  readonly written = new Map<string, string>();
  #longestBody = 0;

  /** @param directory `allure-results/` */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Thousands of small files are written twice as fast one by one as by a pool of threads. */
  write({ source, exchange }: ExchangeFile, longestBody: number): void {
    if (longestBody !== this.#longestBody) {
      this.keepOnly(new Set());
      this.#longestBody = longestBody;
    }
    if (this.written.has(source)) return;
    if (this.written.size === 0) mkdirSync(this.#directory, { recursive: true });
    const content = JSON.stringify(httpAttachment(exchange, longestBody));
    writeOver(join(this.#directory, source), content);
    this.written.set(source, content);
  }

  /** Removes what no check shows after all. */
  keepOnly(sources: ReadonlySet<string>): void {
    for (const source of this.written.keys()) {
      if (sources.has(source)) continue;
      rmSync(join(this.#directory, source), { force: true });
      this.written.delete(source);
    }
  }
}
