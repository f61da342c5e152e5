import type { AddressInfo } from 'node:net';
import { SCIM_ACTIVATION_FLAG, type VaultVersion } from '../protocol/vault.ts';
import { resolveBehaviour } from './behaviour.ts';
import { createServer } from './http/server.ts';
import { answerRequest } from './pipeline.ts';
import { type ClusterRole, DoubleState, type Edition } from './state.ts';
import { furnish } from './system/namespaces.ts';
import { initialise } from './system/seal.ts';

export interface DoubleOptions {
  version: VaultVersion;
  /** Default: a random one. */
  rootToken?: string;
  /** Alternatives of open questions, by the assumption's name (`behaviour.ts`). */
  assumptions?: Readonly<Record<string, string>>;
  /** Ids of seeded defects inside the double's state (`state-faults.ts`). */
  stateFaults?: ReadonlySet<string>;
  /** `ready` (default): initialised, unsealed, SCIM activated. */
  start?: 'ready' | 'not-activated' | 'sealed' | 'uninitialised';
  role?: ClusterRole;
  edition?: Edition;
  /** Scheme by which callers reach the double; `https` (default: `http`) when something in front of it ends TLS. */
  scheme?: 'http' | 'https';
}

/** A double of Vault, by documentation: it says so in every answer. */
export interface Double {
  readonly version: VaultVersion;
  /** `http://127.0.0.1:40123`. @throws Error before `listen` */
  readonly address: string;
  /** Empty until an uninitialised double is initialised. */
  readonly rootToken: string;
  /** The inside, for tests of the double. */
  readonly state: DoubleState;
  /** Defects of the double itself that answers of status 500 hid. */
  readonly defects: readonly unknown[];
  /** @param port 0 takes a free one. @returns the address */
  listen(port: number, host?: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * Makes a double, in memory, independent of every other one in this process.
 * @throws Error with one sentence for an unknown version, assumption or value
 */
export async function createDouble(options: DoubleOptions): Promise<Double> {
  const state = createState(options);
  const defects: unknown[] = [];
  const banner = `a double of Vault ${state.version} by documentation, not a Vault`;
  const app = createServer(
    (request) => answerRequest(state, request, (error) => defects.push(error)),
    banner,
    options.scheme,
  );
  let address = '';
  return {
    version: state.version,
    state,
    defects,
    get address() {
      if (address === '') throw new Error('The double does not listen yet.');
      return address;
    },
    get rootToken() {
      return state.rootToken;
    },
    async listen(port, host = '127.0.0.1') {
      await app.listen({ port, host });
      const { port: bound } = app.server.address() as AddressInfo;
      address = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
      return address;
    },
    async close() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

function createState(options: DoubleOptions): DoubleState {
  const start = options.start ?? 'ready';
  const state = new DoubleState({
    behaviour: resolveBehaviour(options.version, options.assumptions ?? {}),
    edition: options.edition ?? 'enterprise',
    role: options.role ?? 'active',
    stateFaults: options.stateFaults ?? new Set(),
  });
  furnish(state.root);
  if (start === 'uninitialised') {
    state.initialised = false;
    state.sealed = true;
    return state;
  }
  initialise(state, options.rootToken);
  state.sealed = start === 'sealed';
  if (start !== 'not-activated' && state.edition === 'enterprise') state.activatedFlags.add(SCIM_ACTIVATION_FLAG);
  return state;
}
