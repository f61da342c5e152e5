/** Something that the user of the command can mend; its message says how. */
export class SignOffError extends Error {}
