import { closeDispatchers } from '../scim/dispatcher.ts';
import { SetupError } from './setup-error.ts';

/**
 * Does the work of a command that talks to servers, and ends it as the user sees it: the exit status that the work
 * gives, or 2 and one sentence for what the user can put right. No connection stays open.
 */
export async function endingWithStatus(work: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  } finally {
    await closeDispatchers();
  }
}
