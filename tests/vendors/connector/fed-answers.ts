import type { Answer } from '../../../src/scim/answer.ts';
import {
  filledBody,
  filledPath,
  type PlaceholderValues,
  requestTemplate,
} from '../../../src/vendors/connector/request-template.ts';
import type { Connection } from '../../../src/vendors/connector/vendor-connection.ts';
import { type AnswerParts, answerOf } from '../../scim/answers.ts';

/** A connection without a server: gives the answers that a test feeds, and keeps what was asked. */
export class FedAnswers implements Connection {
  /** `GET /Users/{uid}` and so on, in order. */
  readonly asked: string[] = [];
  /** The body of each request; '' without one. */
  readonly bodies: string[] = [];
  readonly #vendor: string;
  readonly #answers: AnswerParts[];

  constructor(vendor: string, ...answers: AnswerParts[]) {
    this.#vendor = vendor;
    this.#answers = answers;
  }

  get left(): number {
    return this.#answers.length;
  }

  send(templateId: string, values: PlaceholderValues = {}): Promise<Answer> {
    const template = requestTemplate(this.#vendor, templateId);
    return this.#take(template.method, filledPath(template, values), filledBody(template, values) ?? '');
  }

  sendText(templateId: string, values: PlaceholderValues, text: string): Promise<Answer> {
    const template = requestTemplate(this.#vendor, templateId);
    return this.#take(template.method, filledPath(template, values), text);
  }

  async #take(method: string, path: string, body: string): Promise<Answer> {
    this.asked.push(`${method} ${path}`);
    this.bodies.push(body);
    const answer = this.#answers.shift();
    if (!answer) throw new Error(`no answer is left for ${method} ${path}`);
    return answerOf({ method, path, ...answer });
  }
}
