import type { VaultClient } from '../../vault/vault-client.ts';
import type { Arrange } from './arrange.ts';

/** Namespaces below the one of the run, one and two levels deep. */
export const INNER_NAMESPACES: { place: string; made: (arrange: Arrange) => Promise<VaultClient> }[] = [
  { place: 'a child namespace', made: (arrange) => arrange.namespace() },
  { place: 'a nested namespace', made: async (arrange) => arrange.namespace(await arrange.namespace()) },
];
