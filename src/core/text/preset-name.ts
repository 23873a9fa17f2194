/** How presets are named: what people type behind an `@`, as in `upscale @crisp`. */

const longestName = 32;
/** Letters, digits and dashes, such as `crisp-4x`: nothing that a chat or a button's id would read as something else. */
const name = new RegExp(`^(?=.*[\\p{L}\\p{N}])[\\p{L}\\p{M}\\p{N}-]{1,${longestName}}$`, 'u');
/** Typed behind an `@` they call everybody. */
const calls: ReadonlySet<string> = new Set(['everyone', 'everybody', 'here', 'channel']);

/** As it is kept: `Crisp` and `@crisp` are `crisp`. Undefined for what cannot be a name. */
export function presetNameFrom(given: string): string | undefined {
  const plain = given.trim().replace(/^@/, '').normalize('NFC').toLowerCase();
  return name.test(plain) && !calls.has(plain) ? plain : undefined;
}

/** A preset that is named in typed text, and the text without it. What stands in brackets or quotes is somebody, or words. */
export function presetIn(text: string): { preset: string | undefined; rest: string } {
  for (const found of text.matchAll(/<[^<>]*>|"[^"]*"|“[^”]*”|(?<![^\s(])@([\p{L}\p{M}\p{N}-]+)/gu)) {
    const [whole, said] = found;
    const preset = said === undefined ? undefined : presetNameFrom(said);
    if (preset !== undefined)
      return { preset, rest: text.slice(0, found.index) + text.slice(found.index + whole.length) };
  }
  return { preset: undefined, rest: text };
}
