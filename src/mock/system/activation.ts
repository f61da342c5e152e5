import { SCIM_ACTIVATION_FLAG } from '../../protocol/vault.ts';
import { type Answer, badRequest, withData } from '../answer.ts';
import type { Route } from '../http/routes.ts';
import type { DoubleState } from '../state.ts';

const ENTERPRISE_FLAGS = [SCIM_ACTIVATION_FLAG, 'secrets-sync'];

function knownFlags(state: DoubleState): string[] {
  return state.edition === 'enterprise' ? ENTERPRISE_FLAGS : [];
}

function flags(state: DoubleState): Answer {
  const activated = [...state.activatedFlags].sort();
  if (state.edition === 'community') return withData({ activated });
  return withData({ activated, unactivated: knownFlags(state).filter((flag) => !state.activatedFlags.has(flag)) });
}

/** Activation flags: root namespace only, one way, idempotent (Vault API documentation, /sys/activation-flags). */
export const ACTIVATION_ROUTES: readonly Route[] = [
  { pattern: 'activation-flags', handlers: { read: ({ state }) => flags(state) }, open: ['read'], rootOnly: true },
  {
    pattern: 'activation-flags/:flag/activate',
    handlers: {
      update: ({ state }, { flag = '' }) => {
        if (!knownFlags(state).includes(flag)) throw badRequest(`invalid feature key: ${flag}`);
        state.activatedFlags.add(flag);
        return flags(state);
      },
    },
    rootOnly: true,
  },
];
