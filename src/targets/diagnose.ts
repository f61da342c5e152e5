import { Pseudonyms } from '../evidence/pseudonyms.ts';
import { Recorder } from '../evidence/recorder.ts';
import { Redaction } from '../evidence/redaction.ts';
import { preflight } from '../vault/preflight.ts';
import { VaultClient } from '../vault/vault-client.ts';
import type { Configuration } from './configuration.ts';
import { hostAndPort } from './consent.ts';
import { chooseContract } from './contract-choice.ts';
import { NAME_START } from './opening.ts';
import { requireScimServer, scimClients } from './scim-target.ts';

/** One line of a diagnosis: what was looked at, and what was found. */
export type Diagnosis = [what: string, found: string][];

/**
 * Looks at the configured target as a run would, and changes nothing there.
 *
 * @returns What was found, when a run could begin.
 * @throws SetupError with what stands in the way.
 */
export async function diagnose(configuration: Configuration): Promise<Diagnosis> {
  const { target, tls } = configuration;
  const recorder = new Recorder(new Redaction(), new Pseudonyms(NAME_START, 'doctor'));
  switch (target.kind) {
    case 'vault': {
      recorder.redaction.register(target.token, 'token');
      const vault = new VaultClient({ ...target, recorder, tls });
      const facts = await preflight(vault, {
        prefix: `${NAME_START}doctor-`,
        isolate: target.isolate,
        ownServer: false,
      });
      const contract = chooseContract(configuration.contract, facts.version);
      return [
        ['address', target.address],
        ['server', facts.double ?? `Vault ${facts.reportedVersion}, ${facts.role}`],
        ['namespace', target.namespace || 'root'],
        ['held to', `${contract.name} (${contract.basis})`],
        ['SCIM', 'activated'],
        ['rights', `enough for SCIM_ISOLATE=${target.isolate}`],
        ['consent', consentOf(configuration, target.address)],
      ];
    }
    case 'scim': {
      await requireScimServer(scimClients(target, recorder, tls), target.baseUrl);
      return [
        ['base URL', target.baseUrl],
        ['tokens', target.otherToken === null ? 'one tenant: no isolation checks' : 'two tenants'],
        ['consent', consentOf(configuration, target.baseUrl)],
      ];
    }
    default:
      return [['target', `${target.kind}: started by the run itself, nothing to look at`]];
  }
}

function consentOf({ consent }: Configuration, address: string): string {
  const wanted = hostAndPort(address);
  return consent === wanted ? 'given' : `missing: a run needs SCIM_ALLOW_SIDE_EFFECTS=${wanted}`;
}
