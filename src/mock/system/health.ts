import { DOUBLE_CLUSTER_NAME } from '../../protocol/vault.ts';
import { jsonAnswer, type RawAnswer } from '../answer.ts';
import { unixSeconds } from '../clock.ts';
import type { RequestContext } from '../request.ts';
import type { DoubleState } from '../state.ts';

/** `X.Y.Z+ent`, or `X.Y.Z` on the community edition. */
export function versionText(state: DoubleState): string {
  return state.edition === 'enterprise' ? `${state.version}+ent` : state.version;
}

export function clusterName(state: DoubleState): string {
  return `${DOUBLE_CLUSTER_NAME}-${state.version}`;
}

/** `GET sys/health`: the status code tells the role, and query parameters can change it (Vault API, /sys/health). */
export function health(context: RequestContext): RawAnswer {
  const { state, query } = context;
  const enterprise = state.edition === 'enterprise';
  const replicated = enterprise && state.initialised && !state.sealed;
  const body = {
    initialized: state.initialised,
    sealed: state.sealed,
    standby: state.role === 'standby' || state.role === 'performance-standby',
    performance_standby: state.role === 'performance-standby',
    replication_performance_mode: replicated ? 'disabled' : 'unknown',
    replication_dr_mode: state.role === 'dr-secondary' ? 'secondary' : replicated ? 'disabled' : 'unknown',
    server_time_utc: unixSeconds(state.clock.now()),
    version: versionText(state),
    enterprise,
    ...(state.initialised && !state.sealed ? { cluster_name: clusterName(state), cluster_id: state.clusterId } : {}),
    ...(enterprise ? { last_wal: 0, license: { state: 'autoloaded', expiry_time: '', terminated: false } } : {}),
    echo_duration_ms: 0,
    clock_skew_ms: 0,
    replication_primary_canary_age_ms: 0,
  };
  const answer = jsonAnswer(healthStatus(state, query), body);
  return context.operation === 'header' ? { ...answer, body: null } : answer;
}

function healthStatus(state: DoubleState, query: URLSearchParams): number {
  if (!state.initialised) return code(query, 'uninitcode', 501);
  if (state.sealed) return code(query, 'sealedcode', 503);
  const active = code(query, 'activecode', 200);
  if (state.role === 'dr-secondary') return code(query, 'drsecondarycode', 472);
  if (state.role === 'performance-standby') {
    return isOn(query, 'perfstandbyok') ? active : code(query, 'performancestandbycode', 473);
  }
  if (state.role === 'standby') return isOn(query, 'standbyok') ? active : code(query, 'standbycode', 429);
  return active;
}

function code(query: URLSearchParams, name: string, fallback: number): number {
  const asked = Number(query.get(name) ?? fallback);
  return Number.isInteger(asked) && asked >= 200 && asked <= 599 ? asked : fallback;
}

function isOn(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
}
