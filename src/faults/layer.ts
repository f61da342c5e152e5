import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { anyVerbHandler, newVerbHeader, type ParserError } from '../protocol/any-verb.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';

/** What is done to the messages that pass: a seeded defect, or anything else that has a name of its own. */
export type PassingChange = Pick<Fault, 'id' | 'request' | 'response'>;

/** A running layer. */
export interface FaultLayer {
  /** `http://127.0.0.1:<port>` */
  address: string;
  close(): Promise<void>;
}

/** Headers that belong to one connection only (RFC 9110 section 7.6.1), and the length, which is counted anew. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'content-length',
]);

/**
 * Stands in front of a server and gives it the seeded defects, in their order. Without one it
 * passes everything on unchanged.
 *
 * @param upstream Address of the server behind, without a slash at its end.
 * @param where.port 0 takes a free one.
 * @param where.known What every defect remembers from the start.
 */
export async function startFaultLayer(
  upstream: string,
  faults: readonly PassingChange[],
  { port = 0, host = '127.0.0.1', known = [] }: { port?: number; host?: string; known?: [string, unknown][] } = {},
): Promise<FaultLayer> {
  const agent = new Agent({ keepAliveTimeout: 10_000 });
  const memories = new Map(faults.map((fault) => [fault.id, new Map<string, unknown>(known)]));
  const send = (request: FaultRequest) => forward(agent, upstream, request);
  const verbHeader = newVerbHeader();
  const server = createServer((incoming, outgoing) => {
    exchange(incoming, verbHeader, faults, memories, send)
      .then((response) => answer(outgoing, response))
      .catch((error: unknown) => {
        outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
      });
  });
  const onClientError = anyVerbHandler((relay) => server.emit('connection', relay), verbHeader);
  server.on('clientError', (error, socket) => onClientError(error as ParserError, socket));
  // Relayed connections would be cut by these limits.
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return { address: `http://${host}:${bound}`, close: () => closeAll(server, agent) };
}

async function exchange(
  incoming: IncomingMessage,
  verbHeader: string,
  faults: readonly PassingChange[],
  memories: Map<string, Map<string, unknown>>,
  send: FaultContext['send'],
): Promise<FaultResponse> {
  let request = await received(incoming, verbHeader);
  let response: FaultResponse | undefined;
  const contextOf = (fault: PassingChange): FaultContext => ({ send, memory: memories.get(fault.id) ?? new Map() });
  for (const fault of faults) {
    const changed = await fault.request?.(request, contextOf(fault));
    if (changed === undefined) continue;
    if ('status' in changed) {
      response = changed;
      break;
    }
    request = changed;
  }
  response ??= await send(request);
  for (const fault of faults) {
    response = (await fault.response?.(response, request, contextOf(fault))) ?? response;
  }
  return response;
}

async function received(incoming: IncomingMessage, verbHeader: string): Promise<FaultRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers: FaultRequest['headers'] = [];
  let method = incoming.method ?? 'GET';
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    const [name = '', value = ''] = incoming.rawHeaders.slice(i, i + 2);
    if (name === verbHeader) method = value;
    else headers.push([name, value]);
  }
  return { method, url: incoming.url ?? '/', headers, body: Buffer.concat(parts) };
}

async function forward(agent: Agent, upstream: string, request: FaultRequest): Promise<FaultResponse> {
  const response = await agent.request({
    origin: upstream,
    path: request.url,
    method: request.method as 'GET',
    headers: request.headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase())).flat(),
    body: request.body.length === 0 ? null : request.body,
  });
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return { status: response.statusCode, headers, body: Buffer.from(await response.body.arrayBuffer()) };
}

function answer(outgoing: ServerResponse, { status, headers, body }: FaultResponse): void {
  const lines = headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()));
  if (status !== 204 && status !== 304) lines.push(['Content-Length', String(body.length)]);
  outgoing.writeHead(status, lines.flat());
  outgoing.end(status === 204 ? undefined : body);
}

async function closeAll(server: Server, agent: Agent): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await agent.destroy();
}
