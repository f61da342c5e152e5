import { MODE_ANNOTATION } from '../evidence/record-attachment.ts';
import { rowById } from '../rulebook/rulebook.ts';
import { row } from './row.ts';

/**
 * Declares the rows of a test that runs in one mode of a vendor's connector: `rowIn('OIN', 'OKTA-16')`. The row's
 * verdict is the worst of its modes; each judgement names its own.
 *
 * @throws Error when the row does not concern that mode
 */
export function rowIn(mode: string, ...ids: [string, ...string[]]): ReturnType<typeof row> {
  for (const { id, modes } of ids.map(rowById)) {
    if (modes.length > 0 && !modes.includes(mode)) throw new Error(`${id} does not concern the mode ${mode}`);
  }
  const details = row(...ids);
  return {
    tag: [details.tag ?? [], `@mode-${mode}`].flat(),
    annotation: [...details.annotation, { type: MODE_ANNOTATION, description: mode }],
  };
}
