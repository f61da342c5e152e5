import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../src/evidence/recorder.ts';
import { Redaction } from '../../src/evidence/redaction.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { faultById } from '../../src/faults/all-faults.ts';
import { LiveJudge } from '../../src/judge/live-judge.ts';
import { passiveConformance } from '../../src/judge/passive-conformance.ts';
import { startRecordingProxy } from '../../src/judge/recording-proxy.ts';
import { readUpstream } from '../../src/judge/upstream-identity.ts';
import { PASSIVE_ROWS } from '../../src/judge/vendors.ts';
import { WireClient } from '../../src/scim/wire-client.ts';
import { openFaultyDouble } from '../../src/targets/faulty-double.ts';
import type { Check } from '../../src/verdicts/verdict.ts';

export interface Traffic {
  /** Speaks to the proxy with the tenant's token. */
  wire: WireClient;
  /** Start of names that belong to this run. */
  prefix: string;
  /** Path of the SCIM service, behind the proxy as in front of it. */
  path: string;
}

/** What the judge makes of a vendor's traffic with a double that has a seeded defect, or none. */
export async function judgeTraffic(
  vendor: 'okta' | 'sailpoint' | 'entra',
  fault: string | null,
  drive: (traffic: Traffic) => Promise<void>,
): Promise<{ checks: Map<string, Check>; judge: LiveJudge; stored: string }> {
  const double = await openFaultyDouble(fault === null ? null : faultById(fault), '2.2.0', 0);
  const { tenant } = double.context.slots[0] ?? {};
  if (tenant === undefined) throw new Error('no tenant');
  const upstream = new URL(tenant.scimBaseUrl).origin;
  const rows = PASSIVE_ROWS[vendor]?.() ?? {};
  const judge = new LiveJudge({ upstream, rows });
  const proxy = await startRecordingProxy({
    upstream,
    upstreamTls: {},
    host: '127.0.0.1',
    port: 0,
    tls: null,
    rewriteHost: false,
    onExchange: (exchange) => judge.take(exchange),
    onTrouble: (error) => judge.trouble(error),
  });
  const { prefix } = double.context;
  const path = new URL(tenant.scimBaseUrl).pathname;
  const wire = new WireClient({
    baseUrl: proxy.address + path,
    actor: 'tenant',
    token: new Secret(tenant.token),
    recorder: new Recorder(new Redaction(), new Pseudonyms(prefix, 'test')),
    tls: {},
  });
  const startedAt = new Date();
  try {
    const identity = await readUpstream(upstream, {}, null);
    await drive({ wire, prefix, path });
    await proxy.close();
    await judge.settled();
    const { conformance, details } = passiveConformance({
      judge,
      upstream: identity,
      vendor,
      rows,
      startedAt,
      runId: 'test',
      tlsVerified: true,
    });
    return {
      checks: new Map(conformance.checks.map((check) => [check.id, check])),
      judge,
      stored: JSON.stringify({ conformance, details }),
    };
  } finally {
    await double.close();
  }
}
