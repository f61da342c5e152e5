/** The same JSON value with the members of each object in it the other way round (RFC 8259 section 4). */
export function reversed<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(reversed) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, one]) => [name, reversed(one)]);
  return Object.fromEntries(members.reverse()) as Value;
}
