import type { RunContext, TenantFacts } from './run-context.ts';

/** A server with one seeded defect in front of it, or none. */
export interface FaultyServer {
  context: RunContext;
  close(): Promise<void>;
}

/** What is known of a server, for those who reach it through a layer only. @param direct its own address, which the layer takes the place of */
export function behind(context: RunContext, direct: string, layer: string): RunContext {
  const moved = (tenant: TenantFacts | null) =>
    tenant && { ...tenant, scimBaseUrl: tenant.scimBaseUrl.replace(direct, layer) };
  return {
    ...context,
    address: layer,
    slots: context.slots.map(({ tenant, other, unaliased }) => ({
      tenant: { ...tenant, scimBaseUrl: tenant.scimBaseUrl.replace(direct, layer) },
      other: moved(other),
      unaliased: moved(unaliased),
    })),
  };
}
