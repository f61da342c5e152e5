import type { Answer } from '../scim/answer.ts';
import { isObject, type JsonObject } from '../scim/models/json.ts';
import type { OtherWrite } from '../scim/oracles/judge-bystanders.ts';
import type { Administered, MakingClient, OwnWrite } from '../scim/oracles/judge-mapping.ts';
import { isRead } from './late-reads.ts';

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
  /** The read by id that showed it, where nobody wrote anything since: another one would show the same. */
  readBy: Answer | null;
  /** The same of its record in the identity API. */
  recordBy: Answer | null;
  /** As it was last shown at all; empty where it never was. */
  lastShown: JsonObject;
  /** The name that it had before its last rename, or null. */
  formerName: string | null;
  /** Accepted writes to others since then. */
  writesToOthers: Set<OtherWrite>;
  administered: Set<Administered>;
}

const RESOURCE = /^\/(Users|Groups)(?:\/([^/?]+))?(?:\?|$)/;
const IDENTITY = /^identity\/(entity|group|entity-alias|group-alias)(?:\/(id|name)\/(.+))?$/;
const OWN_WRITES = new Set(['PUT', 'PATCH']);

/**
 * What the running test has provisioned, for a last look at it. What an administrator has a hand in is left out: how it
 * maps then is for checks of their own.
 */
export class ProvisionedByTest {
  readonly #resources = new Map<string, ProvisionedResource>();
  readonly #deleted = new Map<string, ProvisionedResource>();
  /** Ids that the administrator made or changed. */
  readonly #administered = new Set<string>();
  #isUncertain = false;

  /** What exists, the last written last; empty when something happened to it that this class does not understand. */
  get resources(): ProvisionedResource[] {
    return this.#isUncertain ? [] : [...this.#resources.values()];
  }

  get deleted(): ReadonlyMap<string, ProvisionedResource> {
    return this.#isUncertain ? new Map() : this.#deleted;
  }

  /** Takes an exchange of a SCIM client. */
  noteScim(answer: Answer, maker: Maker): void {
    const { method, path } = answer.request;
    const [, collection, inPath] = RESOURCE.exec(path) ?? [];
    if (collection === undefined) return;
    const type = collection === 'Users' ? 'user' : 'group';
    const isAccepted = answer.status >= 200 && answer.status < 300;
    if (method === 'GET') {
      const known = this.#resources.get(inPath ?? '');
      if (known && answer.status === 200 && isObject(answer.body) && isWhole(answer)) {
        this.#show(known, answer.body);
        known.readBy = answer;
      }
      return;
    }
    this.#forgetReads();
    if (answer.status === 0 || answer.status >= 500) this.#isUncertain = true;
    if (!isAccepted) return;
    const body = isObject(answer.body) ? answer.body : {};
    const id = inPath ?? (typeof body.id === 'string' ? body.id : '');
    const known = this.#resources.get(id);
    for (const one of this.#resources.values()) {
      if (one !== known) one.writesToOthers.add(`${method} ${type}` as OtherWrite);
    }
    if (method === 'POST' && inPath === undefined) {
      if (id === '' || this.#administered.has(id)) return;
      const write: OwnWrite = { method: 'POST', wasActive: null, toldActive: toldActive(answer) };
      const made = {
        id,
        type,
        maker,
        write,
        shown: null,
        lastShown: {},
        readBy: null,
        recordBy: null,
        formerName: null,
        writesToOthers: new Set<OtherWrite>(),
      } as const;
      this.#resources.set(id, { ...made, administered: new Set() });
      this.#show(this.#resources.get(id), body);
    } else if (known && OWN_WRITES.has(method)) {
      const wasActive = typeof known.shown?.active === 'boolean' ? known.shown.active : null;
      this.#resources.delete(id);
      const write = { method: method as OwnWrite['method'], wasActive, toldActive: toldActive(answer) };
      const formerName = formerNameAt(known, answer);
      this.#resources.set(id, { ...known, write, formerName, shown: null, writesToOthers: new Set() });
      if (body.id === id && isWhole(answer)) this.#show(this.#resources.get(id), body);
    } else if (known && method === 'DELETE') {
      this.#resources.delete(id);
      this.#deleted.set(id, known);
    }
  }

  /** Takes an exchange of the administrator. */
  noteAdministrator(answer: Answer): void {
    const { method, body } = answer.request;
    const path = decodeURIComponent(answer.request.path.split('?')[0] ?? '').replace(/^\/v1\//, '');
    if (isRead({ method })) {
      const known = this.#resources.get(/^identity\/(?:entity|group)\/id\/([^/]+)$/.exec(path)?.[1] ?? '');
      if (known && answer.status === 200) known.recordBy = answer;
      return;
    }
    this.#forgetReads();
    if (answer.status >= 400 && answer.status < 500) return;
    const fields = isObject(body) ? body : {};
    const [, kind, way, named] = IDENTITY.exec(path) ?? [];
    if (kind === 'entity' || kind === 'group') {
      const data = isObject(answer.body) && isObject(answer.body.data) ? answer.body.data : {};
      const id = way === 'id' ? named : (data.id ?? fields.id);
      if (typeof id === 'string') this.#noteAdministered(id, method === 'DELETE' ? null : fields);
      else this.#isUncertain = true;
    } else if (kind !== undefined) {
      if (typeof fields.canonical_id === 'string') this.#noteAdministered(fields.canonical_id, { aliases: null });
      else for (const one of this.#resources.values()) one.administered.add('aliases');
    } else if (/^identity\/(?!scim\/client\/|lookup\/)/.test(path)) {
      this.#isUncertain = true;
    } else {
      this.#noteClientOrMount(method, path);
    }
  }

  #noteClientOrMount(method: string, path: string): void {
    const client = /^identity\/scim\/client\/([^/]+)/.exec(path)?.[1];
    const isMaker = [...this.#resources.values(), ...this.#deleted.values()].some(
      ({ maker }) => maker.clientName === client,
    );
    if (isMaker || (method === 'DELETE' && /^sys\/(auth|namespaces)\//.test(path))) this.#isUncertain = true;
  }

  #noteAdministered(id: string, fields: JsonObject | null): void {
    const resource = this.#resources.get(id);
    const names = Object.keys(fields ?? {}).filter((name) => name !== 'id');
    if (resource && fields !== null && names.every((name) => name === 'policies')) {
      resource.administered.add('policies');
      return;
    }
    if (resource && names.join() === 'aliases') {
      resource.administered.add('aliases');
      return;
    }
    this.#administered.add(id);
    this.#resources.delete(id);
    this.#deleted.delete(id);
  }

  /** A refused request may have changed something too. */
  #forgetReads(): void {
    for (const one of this.#resources.values()) Object.assign(one, { readBy: null, recordBy: null });
  }

  #show(resource: ProvisionedResource | undefined, shown: JsonObject): void {
    if (!resource) return;
    resource.shown = shown;
    resource.lastShown = shown;
    resource.writesToOthers = new Set();
  }
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
