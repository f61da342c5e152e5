import type { RequestHandler } from 'express';
import SCIMMY from 'scimmy';
import { BADGE } from '../../src/faults/full-server/badge.ts';

type Json = Record<string, unknown>;

const { Attribute, SchemaDefinition, Schema } = SCIMMY.Types;

/** An extension of users with kinds of attributes that neither RFC 7643's core nor its enterprise schema has. */
const definition = new SchemaDefinition('Badge', BADGE, 'The badge of a user', [
  new Attribute('string', 'serial', { mutable: 'immutable', description: 'What is printed on it.' }),
  new Attribute('integer', 'level', { description: 'How many doors it opens.' }),
  new Attribute('dateTime', 'issued', { description: 'When it was handed out.' }),
  new Attribute('string', 'remark', { returned: 'request', description: 'Shown to those who ask for it.' }),
]);

/** The extension as SCIMMY takes it. */
export class Badge extends Schema {
  static override get definition() {
    return definition;
  }
}

/**
 * SCIMMY announces which attributes are immutable and leaves it to the application to hold them so.
 *
 * @throws SCIMMY's error 400 mutability when a user would get another serial than the stored one (RFC 7643 section 7)
 */
export function keepSerial(stored: Json, changed: Json): void {
  const [old, now] = [serialOf(stored), serialOf(changed)];
  if (old !== undefined && now !== old) {
    throw new SCIMMY.Types.Error(400, 'mutability', 'the serial of a badge is immutable');
  }
}

/**
 * SCIMMY announces what is returned on request only, and returns it always: here it goes out to those who ask for it by
 * name, and in the answer to a write that speaks of it (RFC 7643 section 7). As scimmy cannot be asked for attributes of an
 * extension, `?remark` asks for it too.
 */
export const remarkOnRequest: RequestHandler = (request, response, next) => {
  const send = response.send.bind(response);
  response.send = (body) => {
    const isTold =
      /[?&](?:attributes=[^&]*)?remark/i.test(request.url) || /remark/i.test(JSON.stringify(request.body) ?? '');
    return send(isTold || typeof body !== 'object' ? body : withoutRemarks(plain(body)));
  };
  next();
};

function withoutRemarks(body: Json): Json {
  for (const { [BADGE]: badge } of [body, ...((body.Resources ?? []) as Json[])])
    delete (badge as Json | undefined)?.remark;
  return body;
}

/** SCIMMY's own objects refuse to be changed. */
function plain(body: unknown): Json {
  return JSON.parse(JSON.stringify(body)) as Json;
}

function serialOf(user: Json): unknown {
  return (user[BADGE] as Json | undefined)?.serial;
}
