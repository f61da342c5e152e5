import type { ScimDouble, Tenant } from './scim-double.ts';

/** What a probe sees without the defect, and with it: the state really differs, not the answer alone. */
export type Defect = readonly [
  fault: string,
  sound: unknown,
  defective: unknown,
  probe: (double: ScimDouble, okta: Tenant) => Promise<unknown>,
];
