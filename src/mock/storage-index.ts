import { createHmac } from 'node:crypto';
import type { RawAnswer } from './answer.ts';
import type { RequestTarget } from './http/target.ts';
import type { DoubleState } from './state.ts';

/** Questions that are put by the verb of a write and modify nothing (Vault API documentation, each path). */
const QUESTIONS = /^sys\/capabilities|(?:^|\/)lookup(?:\/|$|-)/;

/**
 * The answer with `X-Vault-Index` where the request modified storage (Vault documentation, Eventual consistency; in
 * the form that Vault's Go client reads). This one node has always seen everything: no index is ever missing here.
 */
export function withStorageIndex(state: DoubleState, target: RequestTarget, answer: RawAnswer): RawAnswer {
  const { operation, fullPath } = target;
  const modifies = operation === 'create' || operation === 'update' || operation === 'patch' || operation === 'delete';
  if (state.edition !== 'enterprise' || !modifies || answer.status >= 400 || QUESTIONS.test(fullPath)) return answer;
  state.storageIndex += 1;
  const index = `v1:${state.clusterId}:${state.storageIndex}:${state.storageIndex}`;
  const hmac = createHmac('sha256', state.storageIndexKey).update(index).digest('hex');
  return {
    ...answer,
    headers: { ...answer.headers, 'x-vault-index': Buffer.from(`${index}:${hmac}`).toString('base64') },
  };
}
