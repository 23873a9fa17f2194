/** A stream's entry comes as name, value, name, value. */
export const pairs = (fields: readonly string[]) =>
  Object.fromEntries(
    fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1] ?? '']] : [])),
  );
