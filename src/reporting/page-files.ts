import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AllureReport } from '@allurereport/core';
import { keepOnly, writeOver } from './earlier-reports.ts';
import { selfContainedPieces } from './self-contained-page.ts';

type ReportFiles = ConstructorParameters<typeof AllureReport>[0]['reportFiles'];

const PAGE = 'index.html';

/** What Allure writes of a report that is one page, which becomes self-contained on its way. */
export class PageFiles implements ReportFiles {
  readonly #directory: string;
  readonly #written = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** @param path below the folder of the plugin, whose other files are of use for several reports only, or at the top */
  async addFile(path: string, data: Buffer): Promise<string> {
    const file = join(this.#directory, basename(path));
    const isPage = basename(path) === PAGE;
    if (!isPage && dirname(path) !== '.') return file;
    writeOver(file, ...(isPage ? selfContainedPieces(data) : [data]));
    this.#written.add(file);
    return file;
  }

  /** Removes what an earlier report left. @returns whether there is a page */
  finish(): boolean {
    keepOnly(this.#directory, this.#written);
    return this.#written.has(join(this.#directory, PAGE));
  }
}
