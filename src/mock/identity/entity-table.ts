import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { definedOnly } from './defined-only.ts';
import { MultiIndex } from './multi-index.ts';
import type { Entity } from './records.ts';
import { StoreConflict } from './records.ts';

export interface NewEntity {
  /** Given only where the API lets the caller name it. */
  id?: string;
  name?: string;
  metadata?: Record<string, string> | null;
  policies?: string[];
  disabled?: boolean;
  externalId?: string;
  scimClientId?: string;
}
export type EntityChange = Partial<
  Pick<Entity, 'name' | 'metadata' | 'policies' | 'disabled' | 'externalId' | 'scimClientId' | 'mergedEntityIds'>
>;

/** Names compare without case and in one Unicode form (RFC 7644 sections 5 and 7.8). */
function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** The entities of a namespace, by id, name, external id and SCIM client. */
export class EntityTable {
  protected readonly clock: Clock;
  protected readonly namespaceId: string;
  readonly #entities = new Map<string, Entity>();
  readonly #entityByName = new Map<string, Entity>();
  readonly #entitiesByExternalId = new MultiIndex<Entity>();
  readonly #entitiesByClient = new MultiIndex<Entity>();
  readonly #mergedInto = new Map<string, string>();

  constructor(clock: Clock, namespaceId: string) {
    this.clock = clock;
    this.namespaceId = namespaceId;
  }

  entity(id: string): Entity | undefined {
    return this.#entities.get(id);
  }

  /** The entity of an id, also when that one was merged into another. */
  entityOrSuccessor(id: string): Entity | undefined {
    const seen = new Set<string>();
    let current: string | undefined = id;
    while (current !== undefined && !seen.has(current)) {
      const entity = this.#entities.get(current);
      if (entity) return entity;
      seen.add(current);
      current = this.#mergedInto.get(current);
    }
    return undefined;
  }

  entityByName(name: string): Entity | undefined {
    return this.#entityByName.get(nameKey(name));
  }

  entitiesByExternalId(externalId: string): Iterable<Entity> {
    return this.#entitiesByExternalId.get(externalId);
  }

  /** The entities that a SCIM client owns, in the order in which they came to it. */
  entitiesOfClient(scimClientId: string): Iterable<Entity> {
    return this.#entitiesByClient.get(scimClientId);
  }

  /** Some of them: up to `count` from a position on, counted from 0. */
  someEntitiesOfClient(scimClientId: string, from: number, count: number): Entity[] {
    return this.#entitiesByClient.range(scimClientId, from, count);
  }

  countEntitiesOfClient(scimClientId: string): number {
    return this.#entitiesByClient.count(scimClientId);
  }

  entities(): Iterable<Entity> {
    return this.#entities.values();
  }

  get entityCount(): number {
    return this.#entities.size;
  }

  /** @throws StoreConflict `entity-name-in-use`, `id-in-use` */
  createEntity(fields: NewEntity): Entity {
    const id = fields.id ?? randomUUID();
    const name = fields.name || `entity_${randomUUID().slice(0, 8)}`;
    if (this.#entities.has(id)) throw new StoreConflict('id-in-use', 'entity ID is already in use');
    if (this.entityByName(name)) throw new StoreConflict('entity-name-in-use', 'entity name is already in use');
    const now = this.clock.now();
    const entity: Entity = {
      id,
      namespaceId: this.namespaceId,
      name,
      metadata: fields.metadata ?? null,
      policies: fields.policies ?? [],
      disabled: fields.disabled ?? false,
      externalId: fields.externalId ?? '',
      scimClientId: fields.scimClientId ?? '',
      mergedEntityIds: [],
      creationTime: now,
      lastUpdateTime: now,
    };
    this.#entities.set(id, entity);
    this.#entityByName.set(nameKey(name), entity);
    if (entity.externalId) this.#entitiesByExternalId.add(entity.externalId, entity);
    if (entity.scimClientId) this.#entitiesByClient.add(entity.scimClientId, entity);
    return entity;
  }

  /** @throws StoreConflict `entity-not-found`, `entity-name-in-use` */
  updateEntity(id: string, change: EntityChange): Entity {
    const entity = this.#entities.get(id);
    if (!entity) throw new StoreConflict('entity-not-found', 'entity not found from id');
    if (change.name !== undefined) {
      const holder = this.entityByName(change.name);
      if (holder && holder !== entity) {
        throw new StoreConflict('entity-name-in-use', 'entity name is already in use');
      }
      this.#entityByName.delete(nameKey(entity.name));
      this.#entityByName.set(nameKey(change.name), entity);
    }
    if (change.externalId !== undefined && change.externalId !== entity.externalId) {
      if (entity.externalId) this.#entitiesByExternalId.remove(entity.externalId, entity);
      if (change.externalId) this.#entitiesByExternalId.add(change.externalId, entity);
    }
    if (change.scimClientId !== undefined && change.scimClientId !== entity.scimClientId) {
      if (entity.scimClientId) this.#entitiesByClient.remove(entity.scimClientId, entity);
      if (change.scimClientId) this.#entitiesByClient.add(change.scimClientId, entity);
    }
    for (const merged of change.mergedEntityIds ?? []) this.#mergedInto.set(merged, id);
    Object.assign(entity, definedOnly(change));
    entity.lastUpdateTime = this.clock.now();
    return entity;
  }

  /** False when there is no such entity. */
  deleteEntity(id: string): boolean {
    const entity = this.#entities.get(id);
    if (!entity) return false;
    if (entity.externalId) this.#entitiesByExternalId.remove(entity.externalId, entity);
    if (entity.scimClientId) this.#entitiesByClient.remove(entity.scimClientId, entity);
    this.#entityByName.delete(nameKey(entity.name));
    return this.#entities.delete(id);
  }
}
