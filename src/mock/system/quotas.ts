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
}
