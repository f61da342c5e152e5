import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { removeContainers } from './engine.ts';

/** A create that was under way when the run died shows only a moment later. */
const SECOND_LOOK_MS = 3_000;

const [key] = process.argv.slice(2);
if (key === undefined) throw new Error('the reaper needs the key of a container');
process.stdin.resume();
await once(process.stdin, 'close');
await removeContainers(key);
await pause(SECOND_LOOK_MS);
await removeContainers(key);
