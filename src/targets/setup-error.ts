/**
 * The set-up or the configuration is wrong and no test can run: exit status 2. The message is
 * one sentence: what is wrong and what to do. Runners print `stack`, so it is the message too.
 */
export class SetupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SetupError';
    this.stack = message;
  }
}
