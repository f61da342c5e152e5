import type { Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { anyVerbHandler, newVerbHeader, type ParserError } from '../../protocol/any-verb.ts';
import { DOUBLE_HEADER } from '../../protocol/vault.ts';
import { type RawAnswer, renderError, VaultError } from '../answer.ts';
import type { IncomingRequest } from '../pipeline.ts';

/** Vault's default limit of a request body: 32 MiB (HTTP API overview). */
const BODY_LIMIT = 33_554_432;

/**
 * An HTTP server that hands every request, of any verb and media type, to `answer` with its body as bytes.
 * @param banner value of the header by which each answer says that a double gave it
 * @param scheme of the addresses in answers; default: that of the request
 */
export function createServer(
  answer: (request: IncomingRequest) => Promise<RawAnswer>,
  banner: string,
  scheme?: 'http' | 'https',
): FastifyInstance<Server> {
  const verbHeader = newVerbHeader();
  const onClientError = anyVerbHandler((relay) => app.server.emit('connection', relay), verbHeader);
  const app: FastifyInstance<Server> = Fastify<Server>({
    bodyLimit: BODY_LIMIT,
    // Relayed connections would be cut by these limits; a double is not exposed to slow attackers.
    requestTimeout: 0,
    http: { headersTimeout: 0, maxHeaderSize: 65_536 },
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    frameworkErrors: (_error, _request, reply) => {
      send(reply as unknown as FastifyReply, renderError(new VaultError(400, 'invalid request URL')));
    },
    clientErrorHandler: (error, socket) => onClientError(error as unknown as ParserError, socket),
  });
  for (const method of ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])
    app.addHttpMethod(method, { hasBody: true, overrideExisting: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const send = (reply: FastifyReply, { status, headers, body }: RawAnswer) => {
    // The framework adds a charset to text that Vault does not send, and writes bytes apart from their head.
    reply.hijack();
    const { raw } = reply;
    raw.statusCode = status;
    raw.setHeader(DOUBLE_HEADER, banner);
    raw.setHeader('cache-control', 'no-store');
    for (const [name, value] of Object.entries(headers)) raw.setHeader(name, value);
    raw.end(body ?? undefined);
  };

  app.setErrorHandler((error: { statusCode?: number; code?: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const text = status === 413 ? 'http: request body too large' : (error.code ?? 'error');
    const refusal = renderError(new VaultError(status, text));
    // After a body that it does not read to its end, the framework has the connection closed.
    send(reply, { ...refusal, headers: { ...refusal.headers, ...(reply.getHeaders() as RawAnswer['headers']) } });
  });
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const verb = request.headers[verbHeader];
    const rawAnswer = await answer({
      method: typeof verb === 'string' ? verb : request.method,
      url: request.raw.url ?? '/',
      headers: request.headers,
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      origin: `${scheme ?? request.protocol}://${authority(request.headers.host, app)}`,
    });
    send(reply, rawAnswer);
  };
  app.all('*', handle);
  app.setNotFoundHandler(handle);
  return app;
}

function authority(host: string | undefined, app: FastifyInstance<Server>): string {
  if (host && /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:]+\](?::\d{1,5})?$/i.test(host)) return host;
  const address = app.server.address();
  return typeof address === 'object' && address ? `127.0.0.1:${address.port}` : '127.0.0.1';
}
