/** The members of a body that is an object, or null. */
export function membersOf(body: unknown): Record<string, unknown> | null {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : null;
}

/** `id` of a resource, or null. */
export function idIn(body: unknown): string | null {
  const id = membersOf(body)?.id;
  return typeof id === 'string' && id !== '' ? id : null;
}

/** `Resources` of a list; null when the member is missing or no list. */
export function resourcesIn(body: unknown): unknown[] | null {
  const resources = membersOf(body)?.Resources;
  return Array.isArray(resources) ? resources : null;
}
