import type { Instant } from '../clock.ts';

/** An identity entity (Vault API documentation, Identity: entity). An empty `scimClientId` means: not managed by SCIM. */
export interface Entity {
  readonly id: string;
  readonly namespaceId: string;
  name: string;
  metadata: Record<string, string> | null;
  policies: string[];
  disabled: boolean;
  externalId: string;
  scimClientId: string;
  mergedEntityIds: string[];
  readonly creationTime: Instant;
  lastUpdateTime: Instant;
}

/** An entity alias (Vault API documentation, Identity: entity-alias). */
export interface EntityAlias {
  readonly id: string;
  canonicalId: string;
  name: string;
  mountAccessor: string;
  metadata: Record<string, string> | null;
  customMetadata: Record<string, string> | null;
  externalId: string;
  issuer: string;
  scimClientId: string;
  mergedFromCanonicalIds: string[];
  readonly creationTime: Instant;
  lastUpdateTime: Instant;
}

/** An identity group (Vault API documentation, Identity: group). Members are kept in the order of their addition. */
export interface Group {
  readonly id: string;
  readonly namespaceId: string;
  name: string;
  type: 'internal' | 'external';
  policies: string[];
  metadata: Record<string, string> | null;
  memberEntityIds: Set<string>;
  memberGroupIds: Set<string>;
  scimClientId: string;
  modifyIndex: number;
  readonly creationTime: Instant;
  lastUpdateTime: Instant;
}

export type StoreConflictKind =
  | 'entity-name-in-use'
  | 'entity-not-found'
  | 'alias-in-use'
  | 'alias-mount-in-use'
  | 'alias-not-found'
  | 'group-name-in-use'
  | 'group-not-found'
  | 'member-not-found'
  | 'group-cycle'
  | 'id-in-use';

/** A change that the identity store cannot make; the store is as it was before. */
export class StoreConflict extends Error {
  readonly kind: StoreConflictKind;

  constructor(kind: StoreConflictKind, message: string) {
    super(message);
    this.name = 'StoreConflict';
    this.kind = kind;
  }
}
