import type { TestInfo } from '@playwright/test';
import { LEFTOVERS_MEDIA_TYPE } from '../evidence/leftovers-attachment.ts';
import { Secret } from '../evidence/secret.ts';
import { ScimClient } from '../scim/scim-client.ts';
import type { TenantFacts } from '../targets/run-context.ts';
import { cleanUpScim } from '../targets/scim-clean-up.ts';
import type { Leftover } from '../vault/clean-up.ts';
import { cleanUpRun } from '../vault/run-clean-up.ts';
import { VaultClient } from '../vault/vault-client.ts';
import type { TargetBench } from './bench.ts';
import type { TestRecord } from './test-record.ts';

/**
 * Removes what the run made and tells the reporter what stays behind. A test calls it, the
 * last of a run that writes a blob, so that what it finds survives there; in other runs, and
 * where one was cut off before, global teardown does the same.
 */
export async function endRun(bench: TargetBench, record: TestRecord, testInfo: TestInfo): Promise<Leftover[]> {
  const { context, journal } = bench;
  const { recorder } = record;
  const token = context.adminToken;
  const leftovers = await recorder.during('clean-up', () =>
    token === null
      ? cleanUpScim(scimClients(bench, record), journal)
      : cleanUpRun(new VaultClient({ ...context, token: new Secret(token), recorder, index: bench.index }), journal, {
          madeHere: true,
        }),
  );
  testInfo.attachments.push({
    name: 'leftovers',
    contentType: LEFTOVERS_MEDIA_TYPE,
    body: Buffer.from(JSON.stringify(leftovers)),
  });
  return leftovers;
}

function scimClients({ context, slot }: TargetBench, { recorder }: TestRecord): Record<string, ScimClient> {
  const client = (actor: string, facts: TenantFacts) =>
    new ScimClient({
      baseUrl: facts.scimBaseUrl,
      actor,
      token: new Secret(facts.token),
      recorder,
      tls: context.tls,
    });
  return {
    tenant: client('tenant', slot.tenant),
    ...(slot.other === null ? {} : { other: client('other', slot.other) }),
  };
}
