import { randomBytes, randomUUID } from 'node:crypto';

/** An auth method or secrets engine at a path. `path` ends with a slash and names no `auth/` in front. */
export interface Mount {
  readonly kind: 'auth' | 'secret';
  readonly path: string;
  readonly type: string;
  readonly accessor: string;
  readonly uuid: string;
  readonly local: boolean;
  readonly sealWrap: boolean;
  readonly options: Record<string, string> | null;
  description: string;
  config: MountConfig;
  /** What the backend of this mount keeps; its own module knows the shape. */
  readonly backend: object;
}

export interface MountConfig {
  /** Seconds; 0: the system's default. */
  defaultLeaseTtl: number;
  maxLeaseTtl: number;
  tokenType: string;
}

export interface NewMount {
  kind: 'auth' | 'secret';
  path: string;
  type: string;
  backend: object;
  local?: boolean;
  sealWrap?: boolean;
  description?: string;
  options?: Record<string, string> | null;
  config?: Partial<MountConfig>;
}

/** Accessors have the form `auth_userpass_1a2b3c4d` (Vault API documentation, /sys/auth). */
export function createMount(fields: NewMount): Mount {
  const prefix = fields.kind === 'auth' ? `auth_${fields.type}` : fields.type;
  return {
    kind: fields.kind,
    path: fields.path,
    type: fields.type,
    accessor: `${prefix}_${randomBytes(4).toString('hex')}`,
    uuid: randomUUID(),
    local: fields.local ?? false,
    sealWrap: fields.sealWrap ?? false,
    options: fields.options ?? null,
    description: fields.description ?? '',
    config: {
      defaultLeaseTtl: fields.config?.defaultLeaseTtl ?? 0,
      maxLeaseTtl: fields.config?.maxLeaseTtl ?? 0,
      tokenType: fields.config?.tokenType ?? 'default-service',
    },
    backend: fields.backend,
  };
}
