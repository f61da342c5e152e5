import type { Look } from '../run/client-look.ts';
import type { ClientFacts } from './client-facts.ts';
import { problem, warning, well } from './look.ts';

/** Looks at the client itself: that it is there to stay, and its switches of adoption. */
export function lookAtSettings({ client, health, namespace }: ClientFacts): Look[] {
  const looks: Look[] = [well('server', `${health.double ?? `Vault ${health.reportedVersion}`}, ${health.role}`)];
  const where = `in the namespace ${namespace || 'root'}`;
  looks.push(
    client.deleting === true
      ? problem('client', `is being deleted ${where}`, 'wait until it is gone, then make a new one')
      : well('client', `is there ${where}`),
  );
  return [...looks, ...adoption(client)];
}

function adoption(client: ClientFacts['client']): Look[] {
  const topic = 'adoption';
  const { allow_user_adoption: users, allow_group_adoption: groups } = client;
  if (users === undefined && groups === undefined) {
    return [well(topic, 'not in this version: what exists already stays unmanaged and answers 409')];
  }
  const looks: Look[] = [];
  if (users === true) {
    const found = 'of users is on: a userName that equals an existing alias takes that person over, policies and all';
    looks.push(warning(topic, found, 'set allow_user_adoption=false when the first provisioning is done'));
  }
  if (groups === true) {
    const found = 'of groups is on: the identity provider can take over a group, policies and all';
    looks.push(warning(topic, found, 'set allow_group_adoption=false when the first provisioning is done'));
  }
  return looks.length > 0 ? looks : [well(topic, 'off for users and groups')];
}
