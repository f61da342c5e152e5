export type PatchScimType =
  | 'invalidSyntax'
  | 'invalidPath'
  | 'invalidValue'
  | 'invalidFilter'
  | 'noTarget'
  | 'mutability';

/** An operation that has to be refused with 400 and this `scimType`. */
export class PatchRefusal extends Error {
  readonly scimType: PatchScimType;

  constructor(scimType: PatchScimType, message: string) {
    super(message);
    this.name = 'PatchRefusal';
    this.scimType = scimType;
  }
}
