import type { Phase } from '../evidence/exchange.ts';
import type { Answer } from '../scim/answer.ts';
import { isObject, type JsonObject } from '../scim/models/json.ts';
import type { OtherWrite } from '../scim/oracles/judge-bystanders.ts';
import type { Administered, AdministratorsPolicies, MakingClient, OwnWrite } from '../scim/oracles/judge-mapping.ts';
import { dataIn, succeeded } from '../vault/vault-client.ts';
import { isRead } from './late-reads.ts';
import { vaultPath } from './ownership.ts';

type ResourceType = 'user' | 'group';

/** Whose resources they are, and how they are looked at. */
export interface Maker {
  clientName: string;
  client: MakingClient;
  namespace: string;
  /** Reads below the SCIM base, aside from the test. @returns null where the oracles find fault with the answer */
  read: (path: string) => Promise<Answer | null>;
}

/** A user or group that the running test made through SCIM and that only SCIM clients changed since. */
export interface ProvisionedResource {
  id: string;
  type: ResourceType;
  maker: Maker;
  write: OwnWrite;
  /** As it was last shown since the last write to it; null where it was not. */
  shown: JsonObject | null;
  /** As it was last shown at all; empty where it never was. */
  lastShown: JsonObject;
  /** The name that it had before its last rename, or null. */
  formerName: string | null;
  /** Accepted writes to others since then, without the creations that nearly every test prepares. */
  writesToOthers: Set<OtherWrite>;
  /** Ids of what those creations made since then. */
  createdSince: Set<string>;
  /** What writes of the test to it that were refused since the last accepted one would have given it, or null. */
  refused: JsonObject | null;
  /** It is what nearly every test prepares, and has not been written since: it tells nothing of its own. */
  isOrdinary: boolean;
  /** Whether the test acted on others, with success, since it was made. */
  isBystander: boolean;
  administered: Set<Administered>;
  /** Null where no administrator has set any. */
  policies: AdministratorsPolicies | null;
}

const RESOURCE = /^\/(Users|Groups)(?:\/([^/?]+))?(?:\?|$)/;
const IDENTITY = /^identity\/(entity|group|entity-alias|group-alias)(?:\/(id|name)\/(.+))?$/;
const MINIMUM = new Set(['schemas', 'userName', 'externalId', 'active', 'displayName', 'members']);
const OWN_WRITES = new Set(['PUT', 'PATCH']);

/**
 * What the running test has provisioned, for a last look at it. What an administrator has a hand in is left out: how it
 * maps then is for checks of their own.
 */
export class ProvisionedByTest {
  readonly #resources = new Map<string, ProvisionedResource>();
  readonly #deleted = new Map<string, ProvisionedResource>();
  /** Reads by id since the last request that may have changed something: another one would show the same. */
  readonly scimReads = new Map<string, Answer>();
  /** The same of records in the identity API. */
  readonly recordReads = new Map<string, Answer>();
  /** Ids that the administrator made or changed. */
  readonly #administered = new Set<string>();
  /** Names of SCIM clients that the administrator deleted: one that is made under such a name has another id. */
  readonly #deletedClients = new Set<string>();
  #isUncertain = false;

  /** What exists, the last written last; empty when something happened to it that this class does not understand. */
  get resources(): ProvisionedResource[] {
    return this.#isUncertain ? [] : [...this.#resources.values()];
  }

  /** What exists without those that nothing happened to but what nearly every test prepares. */
  get worthALook(): ProvisionedResource[] {
    return this.resources.filter(({ isOrdinary, isBystander, refused }) => !isOrdinary || isBystander || refused);
  }

  get deleted(): ReadonlyMap<string, ProvisionedResource> {
    return this.#isUncertain ? new Map() : this.#deleted;
  }

  /** Takes an exchange of a SCIM client. */
  noteScim(answer: Answer, maker: Maker, phase: Phase): void {
    const { method, path } = answer.request;
    const [, collection, inPath] = RESOURCE.exec(path) ?? [];
    if (collection === undefined) return;
    const body = isObject(answer.body) ? answer.body : {};
    if (isRead({ method })) {
      this.#noteRead(this.#resources.get(inPath ?? ''), answer, body);
      return;
    }
    this.#forgetReads();
    if (answer.status === 0 || answer.status >= 500) this.#isUncertain = true;
    const id = inPath ?? (typeof body.id === 'string' ? body.id : '');
    const known = this.#resources.get(id);
    if (!succeeded(answer)) {
      if (known && phase === 'act') known.refused = { ...known.refused, ...valuesIn(answer.request.body) };
      return;
    }
    const type = collection === 'Users' ? 'user' : 'group';
    const isOrdinary = method === 'POST' && phase === 'arrange' && isMinimal(answer.request.body);
    for (const one of this.#resources.values()) {
      if (one === known) continue;
      if (isOrdinary) one.createdSince.add(id);
      else one.writesToOthers.add(`${method} ${type}` as OtherWrite);
      one.isBystander ||= phase === 'act';
    }
    if (method === 'POST' && inPath === undefined) this.#noteCreation({ id, type, maker, isOrdinary }, answer, body);
    else if (known && OWN_WRITES.has(method)) this.#noteChange(known, answer, body);
    else if (known && method === 'DELETE') {
      this.#resources.delete(id);
      this.#deleted.set(id, known);
    }
  }

  /** Takes an exchange of the administrator. */
  noteAdministrator(answer: Answer, phase: Phase): void {
    const { method, body } = answer.request;
    const path = vaultPath(answer.request);
    const [, kind, way, named] = IDENTITY.exec(path) ?? [];
    const isIdentity = kind === 'entity' || kind === 'group';
    if (isRead({ method })) {
      if (isIdentity && way === 'id' && answer.status === 200) this.recordReads.set(named ?? '', answer);
      return;
    }
    this.#forgetReads();
    if (answer.status >= 400 && answer.status < 500) return;
    const fields = isObject(body) ? body : {};
    if (isIdentity) {
      const id = way === 'id' ? named : (dataIn(answer.body)?.id ?? fields.id ?? this.#idOf(kind, named));
      if (typeof id === 'string') this.#noteAdministered(id, method === 'DELETE' ? null : fields, phase);
      else this.#isUncertain = true;
    } else if (kind !== undefined) {
      if (typeof fields.canonical_id === 'string')
        this.#noteAdministered(fields.canonical_id, { aliases: null }, phase);
      else for (const one of this.#resources.values()) one.administered.add('aliases');
    } else if (/^identity\/(?!scim\/client\/|lookup\/)/.test(path)) {
      this.#isUncertain = true;
    } else {
      this.#noteClientOrMount(method, path);
    }
  }

  #noteRead(known: ProvisionedResource | undefined, answer: Answer, body: JsonObject): void {
    if (!known || answer.status !== 200 || body.id !== known.id || !isWhole(answer)) return;
    this.#show(known, body);
    this.scimReads.set(known.id, answer);
  }

  #noteCreation(
    made: Pick<ProvisionedResource, 'id' | 'type' | 'maker' | 'isOrdinary'>,
    answer: Answer,
    body: JsonObject,
  ): void {
    if (made.id === '' || this.#administered.has(made.id)) return;
    const { maker } = made;
    const isMadeAnew = this.#deletedClients.has(maker.clientName);
    const resource: ProvisionedResource = {
      ...made,
      maker: isMadeAnew ? { ...maker, client: { ...maker.client, id: null } } : maker,
      write: { method: 'POST', wasActive: null, toldActive: toldActive(answer) },
      shown: null,
      lastShown: {},
      formerName: null,
      writesToOthers: new Set(),
      createdSince: new Set(),
      refused: null,
      isBystander: false,
      administered: new Set(),
      policies: null,
    };
    this.#resources.set(made.id, resource);
    this.#show(resource, body);
  }

  #noteChange(known: ProvisionedResource, answer: Answer, body: JsonObject): void {
    const method = answer.request.method as OwnWrite['method'];
    const wasActive = typeof known.shown?.active === 'boolean' ? known.shown.active : null;
    const changed: ProvisionedResource = {
      ...known,
      write: { method, wasActive, toldActive: toldActive(answer) },
      formerName: formerNameAt(known, answer),
      shown: null,
      writesToOthers: new Set(),
      createdSince: new Set(),
      refused: null,
      isOrdinary: false,
    };
    // Deleted first, so that it stands last.
    this.#resources.delete(known.id);
    this.#resources.set(known.id, changed);
    if (body.id === known.id && isWhole(answer)) this.#show(changed, body);
  }

  #noteClientOrMount(method: string, path: string): void {
    const client = /^identity\/scim\/client\/([^/]+)/.exec(path)?.[1];
    const isMaker = [...this.#resources.values(), ...this.#deleted.values()].some(
      ({ maker }) => maker.clientName === client,
    );
    if (client !== undefined && method === 'DELETE') this.#deletedClients.add(client);
    if (isMaker || (method === 'DELETE' && /^sys\/(auth|namespaces)\//.test(path))) this.#isUncertain = true;
  }

  /** The one resource that was last shown under a name. */
  #idOf(kind: 'entity' | 'group', name: string | undefined): string | undefined {
    const [type, attribute] = kind === 'entity' ? ['user', 'userName'] : ['group', 'displayName'];
    const [one, ...more] = [...this.#resources.values()].filter(
      (resource) => resource.type === type && resource.lastShown[attribute ?? ''] === name,
    );
    return more.length === 0 ? one?.id : undefined;
  }

  #noteAdministered(id: string, fields: JsonObject | null, phase: Phase): void {
    const resource = this.#resources.get(id);
    const changed = Object.keys(fields ?? {}).filter((name) => name !== 'id');
    if (resource && fields !== null && changed.every((name) => name === 'policies')) {
      for (const one of this.#resources.values()) {
        one.isBystander ||= phase === 'act';
        if (one.policies) one.policies.othersSince = true;
      }
      const names = Array.isArray(fields.policies) ? fields.policies.map(String) : null;
      if (names === null) resource.administered.add('policies');
      else resource.policies = { names, setAfter: resource.write, othersSince: false };
      return;
    }
    if (resource && changed.join() === 'aliases') {
      resource.administered.add('aliases');
      return;
    }
    this.#administered.add(id);
    this.#resources.delete(id);
    this.#deleted.delete(id);
  }

  /** A refused request may have changed something too. */
  #forgetReads(): void {
    this.scimReads.clear();
    this.recordReads.clear();
  }

  #show(resource: ProvisionedResource, shown: JsonObject): void {
    resource.shown = shown;
    resource.lastShown = shown;
    resource.writesToOthers = new Set();
    resource.createdSince = new Set();
  }
}

/** The attributes that a replace, or a patch with or without paths, speaks of, as far as it does so plainly. */
function valuesIn(body: unknown): JsonObject {
  if (!isObject(body)) return {};
  const operations = Array.isArray(body.Operations) ? body.Operations.filter(isObject) : [];
  const patched = operations.map(({ path, value }) => {
    if (typeof path === 'string') return { [path]: value };
    return isObject(value) ? value : {};
  });
  return Object.assign({}, Array.isArray(body.Operations) ? {} : body, ...patched);
}

/** Whether a create says no more than every test says: a name, an active user, members. */
function isMinimal(body: unknown): boolean {
  return isObject(body) && body.active !== false && Object.keys(body).every((name) => MINIMUM.has(name));
}

function formerNameAt({ type, shown, formerName }: ProvisionedResource, { request: { body } }: Answer): string | null {
  const attribute = type === 'user' ? 'userName' : 'displayName';
  const [before, after] = [shown?.[attribute], isObject(body) ? body[attribute] : undefined];
  if (typeof before !== 'string' || typeof after !== 'string') return formerName;
  return before.toLowerCase() === after.toLowerCase() ? formerName : before;
}

function toldActive({ request: { body } }: Answer): boolean | null {
  return isObject(body) && typeof body.active === 'boolean' ? body.active : null;
}

function isWhole({ request }: Answer): boolean {
  return !/[?&](attributes|excludedAttributes)=/i.test(request.url);
}
