import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Conformance } from '../../src/verdicts/verdict.ts';
import { runHarness } from '../end-to-end/harness-run.ts';
import { startScimmyServer } from './scimmy-server.ts';

/** Why an id does not pass on the independent server, and whose fault that is. */
export interface Ruling {
  id: string;
  clause: string;
  request: string;
  answer: string;
  ruling: string;
}

/** The rulings of a file of `fixtures/expectations/`. */
export function rulingsIn<One extends Ruling>(name: string): One[] {
  return load(readFileSync(new URL(`../../fixtures/expectations/${name}`, import.meta.url), 'utf8')) as One[];
}

/** Ids of rulings that leave something unsaid. */
export function unexplained(rulings: readonly Ruling[]): string[] {
  const isThin = ({ clause, request, answer, ruling }: Ruling): boolean =>
    [clause, request, answer, ruling].some((text) => (text ?? '').length < 3);
  return rulings.filter(isThin).map(({ id }) => id);
}

/** One run of these profiles against the independent server, in a process of its own. */
export async function runOnScimmy(profiles: readonly string[]): Promise<Conformance & { status: number | null }> {
  // scimmy takes the `$ref` of null that Entra sends in a removal as a condition, and removes nobody who has one.
  const server = await startScimmyServer(1, profiles.includes('rfc'));
  const [tenants] = server.tenants;
  try {
    const variables: Record<string, string> = {
      SCIM_TARGET: 'scim',
      SCIM_BASE_URL: server.baseUrl,
      SCIM_TOKEN: tenants?.token ?? '',
      SCIM_TOKEN_OTHER: tenants?.otherToken ?? '',
      SCIM_ALLOW_SIDE_EFFECTS: new URL(server.baseUrl).host,
    };
    const args = [...profiles.map((profile) => `--project=${profile}`), '--workers=1'];
    const run = await runHarness(args, variables, { verdictsOnly: true });
    const conformance = run.conformance();
    run.remove();
    return { ...conformance, status: run.status };
  } finally {
    await server.close();
  }
}
