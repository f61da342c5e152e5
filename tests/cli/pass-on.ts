import { type IncomingMessage, type OutgoingHttpHeaders, request, type ServerResponse } from 'node:http';

/** What a proxy changes on the way. */
export interface Changes {
  method?: string;
  /** Names in lower case of request and answer headers that it drops. */
  drops: readonly string[];
}

/** Sends a request on to `upstream`, and its answer back. */
export function passOn(
  upstream: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { method = incoming.method ?? 'GET', drops }: Changes,
): void {
  const headers = without(drops, incoming.headers);
  const further = request(`${upstream}${incoming.url}`, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, without(drops, answer.headers));
    answer.pipe(outgoing);
  });
  further.on('error', () => outgoing.destroy());
  incoming.pipe(further);
}

function without(drops: readonly string[], headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !drops.includes(name)));
}
