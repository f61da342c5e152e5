import { randomBytes } from 'node:crypto';
import { badRequest, jsonAnswer, noContent, type RawAnswer } from '../answer.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Route } from '../http/routes.ts';
import type { RequestContext } from '../request.ts';
import type { DoubleState } from '../state.ts';
import { issueToken } from '../tokens/issue.ts';
import { randomText } from '../tokens/secret-text.ts';
import { clusterName, versionText } from './health.ts';

/** Makes unseal key and root token of a double. One key share: a double protects nothing. */
export function initialise(state: DoubleState, rootToken?: string): void {
  state.initialised = true;
  state.unsealKey = randomBytes(32).toString('hex');
  state.rootToken = rootToken ?? `hvs.${randomText(24)}`;
  issueToken(state, state.root, {
    id: state.rootToken,
    type: 'service',
    parentId: null,
    policies: ['root'],
    meta: null,
    displayName: 'root',
    entityId: '',
    path: 'auth/token/root',
    renewable: false,
    ttl: 0,
  });
}

function sealStatus(state: DoubleState): RawAnswer {
  return jsonAnswer(200, {
    type: 'shamir',
    initialized: state.initialised,
    sealed: state.sealed,
    t: state.initialised ? 1 : 0,
    n: state.initialised ? 1 : 0,
    progress: 0,
    nonce: '',
    version: versionText(state),
    build_date: '',
    migration: false,
    ...(state.sealed ? {} : { cluster_name: clusterName(state), cluster_id: state.clusterId }),
    recovery_seal: false,
    removed_from_cluster: false,
    storage_type: 'inmem',
  });
}

function init(context: RequestContext): RawAnswer {
  const { state } = context;
  if (state.initialised) throw badRequest('Vault is already initialized');
  const parameters = parametersOf(context);
  const shares = parameters.integer('secret_shares') ?? 1;
  const threshold = parameters.integer('secret_threshold') ?? 1;
  if (shares !== 1 || threshold !== 1)
    throw badRequest('this double makes one key share: use secret_shares 1 and secret_threshold 1');
  initialise(state);
  return jsonAnswer(200, {
    keys: [state.unsealKey],
    keys_base64: [Buffer.from(state.unsealKey, 'hex').toString('base64')],
    root_token: state.rootToken,
  });
}

function unseal(context: RequestContext): RawAnswer {
  const { state } = context;
  if (!state.initialised) throw badRequest('Vault is not initialized');
  const key = parametersOf(context).string('key') ?? '';
  if (key === '') throw badRequest("'key' must be specified in request body as JSON, or 'reset' set to true");
  const matches = key === state.unsealKey || key === Buffer.from(state.unsealKey, 'hex').toString('base64');
  if (!matches) throw badRequest('failed to decrypt keys from storage');
  state.sealed = false;
  return sealStatus(state);
}

export const SEAL_ROUTES: readonly Route[] = [
  {
    pattern: 'init',
    handlers: { read: ({ state }) => jsonAnswer(200, { initialized: state.initialised }), update: init },
    open: ['read', 'update'],
    rootOnly: true,
  },
  {
    pattern: 'seal-status',
    handlers: { read: ({ state }) => sealStatus(state) },
    open: ['read'],
    rootOnly: true,
  },
  { pattern: 'unseal', handlers: { update: unseal }, open: ['update'], rootOnly: true },
  {
    pattern: 'seal',
    handlers: {
      update: ({ state }) => {
        state.sealed = true;
        return noContent();
      },
    },
    sudo: true,
    rootOnly: true,
  },
];
