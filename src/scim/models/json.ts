/** Members of a JSON object. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of a value; none when it is no object. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** Null, absent and an empty array are one state (RFC 7643 section 2.5). */
export function isUnassigned(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Key of an object that names the attribute, in any letter case (RFC 7643 section 2.1). */
export function keyNamed(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const lower = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === lower);
}

/** Value of the attribute of that name in any letter case, or undefined. */
export function valueNamed(object: JsonObject, name: string): unknown {
  const key = keyNamed(object, name);
  return key === undefined ? undefined : object[key];
}
