export const CAPABILITIES = [
  'create',
  'read',
  'update',
  'delete',
  'list',
  'patch',
  'sudo',
  'deny',
  'subscribe',
  'recover',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Parameters by name; an empty list of values allows, or denies, every value. */
export type ParameterRule = ReadonlyMap<string, readonly unknown[]>;

/** One `path` stanza of an ACL policy. The pattern may still hold `{{identity…}}` templates. */
export interface PathRule {
  readonly pattern: string;
  readonly capabilities: ReadonlySet<Capability>;
  readonly allowedParameters: ParameterRule | null;
  readonly deniedParameters: ParameterRule | null;
  readonly requiredParameters: readonly string[];
}

export interface Policy {
  readonly name: string;
  /** The text as it was written. */
  readonly text: string;
  readonly rules: readonly PathRule[];
}
