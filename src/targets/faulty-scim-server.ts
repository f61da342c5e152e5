import { tmpdir } from 'node:os';
import type { Fault } from '../faults/fault.ts';
import { type PassingChange, startFaultLayer } from '../faults/layer.ts';
import { readConfiguration } from './configuration.ts';
import { hostAndPort } from './consent.ts';
import { behind, type FaultyServer } from './faulty-server.ts';
import { openTarget } from './open-target.ts';

/** Where a SCIM server of this machine is, and the tokens of two of its tenants. */
export interface ScimServer {
  baseUrl: string;
  token: string;
  otherToken: string;
}

/** Addresses of this machine: where the server of a test is, and nobody else's. */
const OWN_MACHINE = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * A SCIM server that a test started, with one seeded defect in front of it, or none. It is looked at past the defect,
 * and what is left there in the end is removed past it.
 *
 * @throws Error for a server of another machine: nobody else's server is given a defect.
 */
export async function openFaultyScimServer(
  fault: Fault | null,
  server: ScimServer,
  slot: number,
): Promise<FaultyServer> {
  const { origin, hostname } = new URL(server.baseUrl);
  if (!OWN_MACHINE.has(hostname)) throw new Error(`${hostname} is no server of a test: it gets no defect`);
  const target = await openTarget(
    readConfiguration({
      SCIM_TARGET: 'scim',
      SCIM_BASE_URL: server.baseUrl,
      SCIM_TOKEN: server.token,
      SCIM_TOKEN_OTHER: server.otherToken,
      SCIM_ALLOW_SIDE_EFFECTS: hostAndPort(server.baseUrl),
    }),
    {
      slots: 1,
      runId: `m${process.pid}-${slot}-${(fault?.id ?? 'none').toLowerCase()}`,
      seed: 'mutants',
      journalFolder: tmpdir(),
    },
  );
  const address: { layer: string } = { layer: origin };
  const layer = await startFaultLayer(origin, [...(fault === null ? [] : [fault]), readdressing(origin, address)]);
  address.layer = layer.address;
  return {
    context: behind(target.context, origin, layer.address),
    close: async () => {
      await layer.close();
      await target.close();
    },
  };
}

/** The server gives its own address in what it says of its resources: its clients see that of the layer instead. */
function readdressing(origin: string, address: { layer: string }): PassingChange {
  const moved = (body: Buffer, from: string, to: string) => Buffer.from(body.toString('utf8').replaceAll(from, to));
  return {
    id: 'readdressing',
    request: (request) =>
      request.body.includes(address.layer) ? { ...request, body: moved(request.body, address.layer, origin) } : request,
    response: (response) => ({
      ...response,
      headers: response.headers.map(([name, value]) => [name, value.replaceAll(origin, address.layer)]),
      body: response.body.includes(origin) ? moved(response.body, origin, address.layer) : response.body,
    }),
  };
}
