/** `smooth then upscale-video x2`: what is typed, cut into its steps. */

/** What stands in quotes or brackets is nobody's step; `then` alone, and arrows, part what stands around them. */
const parting = /"[^"]*"|“[^”]*”|„[^“”]*[“”]|<[^<>]*>|(,?\s+(?:and\s+)?then\s+|\s*(?:->|→|=>)\s*)/giu;

/** One where nothing follows. */
export function partsOf(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const found of text.matchAll(parting)) {
    if (found[1] === undefined) continue;
    parts.push(text.slice(from, found.index).trim());
    from = found.index + found[0].length;
  }
  // Said before there is anything, it is talk: `then larger, please`.
  return parts[0] === '' ? [text] : [...parts, text.slice(from).trim()];
}
