import type { TestRecord } from './test-record.ts';

/** The record of the test that runs now: a worker runs one test at a time. */
let active: TestRecord | null = null;

export function activate(record: TestRecord | null): void {
  active = record;
}

export function activeRecord(): TestRecord {
  if (!active) throw new Error('expect() of the harness was called outside a test');
  return active;
}
