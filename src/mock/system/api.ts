import type { Route } from '../http/routes.ts';
import { ACTIVATION_ROUTES } from './activation.ts';
import { CAPABILITY_ROUTES } from './capabilities.ts';
import { health } from './health.ts';
import { LEASE_ROUTES } from './leases.ts';
import { MOUNT_ROUTES } from './mounts.ts';
import { NAMESPACE_ROUTES } from './namespaces.ts';
import { POLICY_ROUTES } from './policies.ts';
import { QUOTA_ROUTES } from './quotas.ts';
import { SEAL_ROUTES } from './seal.ts';

/** Everything below `sys/`. */
export const SYSTEM_ROUTES: readonly Route[] = [
  { pattern: 'health', handlers: { read: health, header: health }, open: ['read', 'header'], rootOnly: true },
  ...SEAL_ROUTES,
  ...ACTIVATION_ROUTES,
  ...MOUNT_ROUTES,
  ...POLICY_ROUTES,
  ...NAMESPACE_ROUTES,
  ...CAPABILITY_ROUTES,
  ...QUOTA_ROUTES,
  ...LEASE_ROUTES,
];
