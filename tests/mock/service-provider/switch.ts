import type { ScimDouble, Tenant } from './scim-double.ts';

export type Probe = (okta: Tenant, double: ScimDouble) => Promise<unknown>;

/** An assumption: what a probe sees under its default and under each alternative. */
export type Switch = readonly [
  name: string,
  outcomes: Readonly<Record<string, unknown>>,
  probe: Probe,
  version?: '2.0.0',
];
