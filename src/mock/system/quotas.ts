import { badRequest, listAnswer, noContent, notFound, VaultError, withData } from '../answer.ts';
import { type Clock, type Instant, secondsToNanoseconds } from '../clock.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { Namespace } from '../namespace.ts';
import type { DoubleState } from '../state.ts';

/** A rate-limit quota (Vault API documentation, /sys/quotas/rate-limit): so many requests in an interval. */
export interface RateLimitQuota {
  readonly name: string;
  /** Namespace and mount path that it covers; empty: everything. */
  readonly path: string;
  readonly rate: number;
  /** Seconds. */
  readonly interval: number;
  /** Seconds for which a caller stays refused once it exceeded the rate; 0: until the interval ends. */
  readonly blockInterval: number;
  windowStart: Instant;
  used: number;
  blockedUntil: Instant;
}

/** A request beyond its quota. `retryAfter` is in whole seconds. */
export class RateLimited extends VaultError {
  readonly retryAfter: number;

  constructor(path: string, retryAfter: number) {
    super(429, `request path ${JSON.stringify(path)}: rate limit quota exceeded`);
    this.retryAfter = retryAfter;
  }
}

/** Counts a request against the most specific quota that covers it. @throws RateLimited */
export function spendQuota(state: DoubleState, namespace: Namespace, fullPath: string): void {
  if (state.quotas.size === 0) return;
  const path = namespace.path + fullPath;
  let chosen: RateLimitQuota | undefined;
  for (const quota of state.quotas.values()) {
    if (path.startsWith(quota.path) && quota.path.length >= (chosen?.path.length ?? 0)) chosen = quota;
  }
  if (chosen) spend(chosen, state.clock, path);
}

function spend(quota: RateLimitQuota, clock: Clock, path: string): void {
  const now = clock.now();
  const interval = secondsToNanoseconds(quota.interval);
  if (now - quota.windowStart >= interval) {
    quota.windowStart = now;
    quota.used = 0;
  }
  const refuse = (until: Instant) => new RateLimited(path, Math.max(1, Math.ceil(Number(until - now) / 1e9)));
  if (now < quota.blockedUntil) throw refuse(quota.blockedUntil);
  if (quota.used + 1 > quota.rate) {
    quota.blockedUntil = quota.blockInterval > 0 ? now + secondsToNanoseconds(quota.blockInterval) : quota.blockedUntil;
    throw refuse(quota.blockInterval > 0 ? quota.blockedUntil : quota.windowStart + interval);
  }
  quota.used += 1;
}

const write: Handler = (context, { name = '' }) => {
  const parameters = parametersOf(context);
  const known = context.state.quotas.get(name);
  const rate = Number(parameters.string('rate') ?? known?.rate ?? 0);
  const interval = parameters.duration('interval') ?? known?.interval ?? 1;
  const blockInterval = parameters.duration('block_interval') ?? known?.blockInterval ?? 0;
  if (!(rate > 0)) throw badRequest("'rate' is invalid");
  if (interval < 1 || blockInterval < 0) throw badRequest("'interval' is invalid");
  const path = (parameters.string('path') ?? known?.path ?? '').replace(/^\//, '');
  context.state.quotas.set(name, {
    name,
    path,
    rate,
    interval,
    blockInterval,
    windowStart: 0n,
    used: 0,
    blockedUntil: 0n,
  });
  return noContent();
};

const read: Handler = ({ state }, { name = '' }) => {
  const quota = state.quotas.get(name);
  if (!quota) throw notFound();
  return withData({
    block_interval: quota.blockInterval,
    inheritable: false,
    interval: quota.interval,
    name: quota.name,
    path: quota.path,
    rate: quota.rate,
    role: '',
    type: 'rate-limit',
  });
};

export const QUOTA_ROUTES: readonly Route[] = [
  {
    pattern: 'quotas/rate-limit',
    handlers: { list: ({ state }) => listAnswer([...state.quotas.keys()].sort()) },
    rootOnly: true,
  },
  {
    pattern: 'quotas/rate-limit/:name',
    handlers: {
      update: write,
      read,
      delete: ({ state }, { name = '' }) => {
        state.quotas.delete(name);
        return noContent();
      },
    },
    rootOnly: true,
  },
];
