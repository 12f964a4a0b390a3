type MaybeAbsent<Fields> = { [Name in keyof Fields]: undefined extends Fields[Name] ? Name : never }[keyof Fields];

/** Fields without those whose value is undefined. */
export function withoutUndefined<Fields extends object>(
  fields: Fields,
): Omit<Fields, MaybeAbsent<Fields>> & {
  [Name in MaybeAbsent<Fields>]?: Exclude<Fields[Name], undefined>;
} {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as ReturnType<typeof withoutUndefined<Fields>>;
}
