import { SCIM_ACTIVATION_FLAG } from '../protocol/vault.ts';
import { type Answer, type RawAnswer, renderError, unsupportedPath, VaultError } from './answer.ts';
import type { Operation, RequestContext } from './request.ts';
import { isScimProtocolPath, scimPathNeedsToken } from './service-provider/access.ts';
import { handleScimClient } from './service-provider/client-handler.ts';
import { handleScim } from './service-provider/protocol-handler.ts';
import { renderScimError, ScimError } from './service-provider/scim-error.ts';
import type { DoubleState } from './state.ts';

export function isScimPath(fullPath: string): boolean {
  return fullPath === 'identity/scim' || fullPath.startsWith('identity/scim/');
}

/** Whether a SCIM path is served without a token. */
export function isScimOpen(state: DoubleState, fullPath: string, operation: Operation): boolean {
  if (state.edition === 'community' || !isScimProtocolPath(fullPath)) return false;
  const looks = operation === 'read' || operation === 'header' || fullPath.startsWith('identity/scim/v2/Me');
  return looks && !scimPathNeedsToken(fullPath, state.behaviour);
}

/** The capabilities of which one lets a request to a SCIM path pass. */
export function scimWants(
  state: DoubleState,
  method: string,
  fullPath: string,
  operation: Operation,
): readonly Operation[] {
  if (operation !== 'update') return [operation];
  const isCollection = fullPath === 'identity/scim/v2/Users' || fullPath === 'identity/scim/v2/Groups';
  if (method === 'POST' && isCollection) return [state.behaviour.assume['create-capability']];
  if (method === 'PUT' && isScimProtocolPath(fullPath)) return ['update'];
  return ['create', 'update'];
}

/** Hands a request over to SCIM when the feature is there and active. @throws VaultError 404, or by assumption */
export function answerScim(context: RequestContext): Answer | Promise<Answer> {
  const { state, fullPath } = context;
  if (state.edition === 'community') throw unsupportedPath();
  const isProtocol = isScimProtocolPath(fullPath);
  if (!state.activatedFlags.has(SCIM_ACTIVATION_FLAG)) {
    const assumed = state.behaviour.assume[isProtocol ? 'not-activated' : 'not-activated-client'];
    throw new VaultError(Number(assumed), `feature flag ${SCIM_ACTIVATION_FLAG} is not activated`);
  }
  return isProtocol ? handleScim(context) : handleScimClient(context);
}

/** A refusal of token or ACL, in the form that is assumed for SCIM paths. */
export function refuseScimInScimForm(state: DoubleState, fullPath: string, error: VaultError): RawAnswer {
  if (!isScimProtocolPath(fullPath)) return renderError(error);
  const { assume } = state.behaviour;
  const answer =
    assume['denial-form'] === 'scim'
      ? renderScimError(new ScimError(error.status, 'permission denied'), state.behaviour)
      : renderError(error);
  if (assume['denial-challenge'] !== 'bearer') return answer;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer realm="vault"' } };
}
