import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What `.dockerignore` lets into the image of the double. */
const LET_IN = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));
const SOURCES = LET_IN.filter((path) => path.startsWith('src/')).flatMap((path) => filesBelow(join(ROOT, path)));

/** What the sources of the double import: files, and packages by name. */
const IMPORTS = SOURCES.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export|\} from) ?.*?from '([^']+)'/gm)].map(([, from = '']) => ({
    file,
    from,
  })),
);

test('The image of the double holds the packages that it imports, with all that they need, and no others.', () => {
  const imported = IMPORTS.map(({ from }) => from).filter(
    (from) => !/^\.|^node:/.test(from) && !builtinModules.includes(from),
  );
  const needed = new Set<string>();
  for (const name of imported) addWithDependencies(name, ROOT, needed);
  const letIn = LET_IN.filter((path) => path.startsWith('node_modules/'));
  assert.ok(needed.size > 10, 'the imports were not found');
  assert.deepEqual(letIn.toSorted(), [...needed].toSorted());
});

test('The image of the double holds every file that the double imports.', () => {
  const sources = new Set(SOURCES);
  const missing = IMPORTS.filter(
    ({ file, from }) => from.startsWith('.') && !sources.has(resolve(dirname(file), from)),
  );
  assert.deepEqual(missing, []);
});

function filesBelow(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(path, name));
}

/** Notes the folder right below the project's `node_modules` in which a package is, and those of its dependencies. */
function addWithDependencies(name: string, from: string, needed: Set<string>, seen = new Set<string>()): void {
  const folder = folderOf(name, from);
  if (seen.has(folder)) return;
  seen.add(folder);
  needed.add(/^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(relative(ROOT, folder))?.[0] ?? '');
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(dependencies)) addWithDependencies(dependency, folder, needed, seen);
}

/** As Node resolves it: the nearest `node_modules` upwards. */
function folderOf(name: string, from: string): string {
  for (let at = from; at.startsWith(ROOT.replace(/\/$/, '')); at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error(`${name}, which ${from} needs, is not installed`);
}
