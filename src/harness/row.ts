import type { TestDetails } from '@playwright/test';
import { ROW_ANNOTATION } from '../evidence/record-attachment.ts';
import { excusedBy, rowById } from '../rulebook/rulebook.ts';

/**
 * Declares the catalogue rows that a test decides: `test('…', row('VAULT-USERS-01'), async …)`.
 * Makes the test selectable by id, area (`@users`) and level (`@must`).
 */
export function row(
  ...ids: [string, ...string[]]
): TestDetails & { annotation: { type: string; description: string }[] } {
  const rows = ids.map(rowById);
  const tags = rows.flatMap(({ id, profile, area, level }) => [
    `@${id}`,
    `@${area}`,
    `@${level.toLowerCase().replace(' ', '-')}`,
    `@profile-${profile}`,
    ...excusedBy(id).map((excused) => `@limit-of-${excused}`),
  ]);
  return {
    tag: [...new Set(tags)],
    annotation: rows.map(({ id }) => ({ type: ROW_ANNOTATION, description: id })),
  };
}
