import { randomUUID } from 'node:crypto';
import { definedOnly } from './defined-only.ts';
import { EntityTable } from './entity-table.ts';
import { MultiIndex } from './multi-index.ts';
import type { EntityAlias } from './records.ts';
import { StoreConflict } from './records.ts';

export interface NewAlias {
  name: string;
  mountAccessor: string;
  canonicalId: string;
  metadata?: Record<string, string> | null;
  customMetadata?: Record<string, string> | null;
  externalId?: string;
  issuer?: string;
  scimClientId?: string;
}
export type AliasChange = Partial<Omit<EntityAlias, 'id' | 'creationTime' | 'lastUpdateTime'>>;

/** Entities and their aliases, these by id, by mount and name, by entity and by mount. */
export class AliasTable extends EntityTable {
  readonly #aliases = new Map<string, EntityAlias>();
  readonly #aliasByFactors = new Map<string, EntityAlias>();
  readonly #aliasesByEntity = new MultiIndex<EntityAlias>();
  readonly #aliasesByAccessor = new MultiIndex<EntityAlias>();

  alias(id: string): EntityAlias | undefined {
    return this.#aliases.get(id);
  }

  aliasByFactors(mountAccessor: string, name: string): EntityAlias | undefined {
    return this.#aliasByFactors.get(factors(mountAccessor, name));
  }

  aliasesOf(entityId: string): Iterable<EntityAlias> {
    return this.#aliasesByEntity.get(entityId);
  }

  aliases(): Iterable<EntityAlias> {
    return this.#aliases.values();
  }

  /**
   * Alias names, like all names here, are the same in any letter case.
   * @throws StoreConflict `entity-not-found`, `alias-in-use` (factors taken), `alias-mount-in-use` (the entity has one there)
   */
  createAlias(fields: NewAlias): EntityAlias {
    this.#refuseAlias(fields, undefined);
    const now = this.clock.now();
    const alias: EntityAlias = {
      id: randomUUID(),
      canonicalId: fields.canonicalId,
      name: fields.name,
      mountAccessor: fields.mountAccessor,
      metadata: fields.metadata ?? null,
      customMetadata: fields.customMetadata ?? null,
      externalId: fields.externalId ?? '',
      issuer: fields.issuer ?? '',
      scimClientId: fields.scimClientId ?? '',
      mergedFromCanonicalIds: [],
      creationTime: now,
      lastUpdateTime: now,
    };
    this.#indexAlias(alias);
    return alias;
  }

  /** @throws StoreConflict `alias-not-found`, `entity-not-found`, `alias-in-use`, `alias-mount-in-use` */
  updateAlias(id: string, change: AliasChange): EntityAlias {
    const alias = this.#aliases.get(id);
    if (!alias) throw new StoreConflict('alias-not-found', 'entity alias not found from id');
    const wanted = definedOnly(change);
    this.#refuseAlias({ ...alias, ...wanted }, alias);
    const { canonicalId, name, mountAccessor } = { ...alias, ...wanted };
    const moves = canonicalId !== alias.canonicalId || name !== alias.name || mountAccessor !== alias.mountAccessor;
    if (moves) this.#forgetAlias(alias);
    Object.assign(alias, wanted);
    alias.lastUpdateTime = this.clock.now();
    if (moves) this.#indexAlias(alias);
    return alias;
  }

  deleteAlias(id: string): boolean {
    const alias = this.#aliases.get(id);
    if (!alias) return false;
    this.#forgetAlias(alias);
    return true;
  }

  /** Removes each alias of a mount, as disabling that mount does. */
  deleteAliasesOfMount(mountAccessor: string): void {
    for (const alias of [...this.#aliasesByAccessor.get(mountAccessor)]) this.#forgetAlias(alias);
  }

  override deleteEntity(id: string): boolean {
    for (const alias of [...this.aliasesOf(id)]) this.#forgetAlias(alias);
    return super.deleteEntity(id);
  }

  #refuseAlias(fields: NewAlias, self: EntityAlias | undefined): void {
    if (!this.entity(fields.canonicalId)) {
      throw new StoreConflict('entity-not-found', 'invalid canonical ID');
    }
    const holder = this.aliasByFactors(fields.mountAccessor, fields.name);
    if (holder && holder !== self) {
      throw new StoreConflict('alias-in-use', 'alias with the same name and mount accessor already exists');
    }
    for (const other of this.aliasesOf(fields.canonicalId)) {
      if (other !== self && other.mountAccessor === fields.mountAccessor) {
        throw new StoreConflict('alias-mount-in-use', 'Alias already exists for requested entity and mount accessor');
      }
    }
  }

  #indexAlias(alias: EntityAlias): void {
    this.#aliases.set(alias.id, alias);
    this.#aliasByFactors.set(factors(alias.mountAccessor, alias.name), alias);
    this.#aliasesByEntity.add(alias.canonicalId, alias);
    this.#aliasesByAccessor.add(alias.mountAccessor, alias);
  }

  #forgetAlias(alias: EntityAlias): void {
    this.#aliases.delete(alias.id);
    this.#aliasByFactors.delete(factors(alias.mountAccessor, alias.name));
    this.#aliasesByEntity.remove(alias.canonicalId, alias);
    this.#aliasesByAccessor.remove(alias.mountAccessor, alias);
  }
}

function factors(mountAccessor: string, name: string): string {
  return `${mountAccessor}\u0000${name.toLowerCase()}`;
}
