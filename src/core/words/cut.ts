/** Text made to fit a limit, in whole characters as people see them: every cut of text that is shown or kept goes through here. */

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Units. What is one character for longer than this was made to be no end of one, and is cut between code points. */
const longestCharacter = 64;

/**
 * @param most in UTF-16 units, the mark counted. Where a platform counts code points, so many units are never more of them.
 * @param options.mark stands for what was left out; `''` where the text is to be used, not read.
 * @param options.torn what may not stand at the end, as half of some markup; it goes as well.
 */
export function cut(
  text: string,
  most: number,
  { mark = '…', torn }: { mark?: string; torn?: RegExp } = {},
): string {
  if (text.length <= most) return text;
  const room = Math.max(0, most - mark.length);
  const kept = text.slice(0, startOfCharacter(text, room));
  const whole = torn ? kept.replace(torn, '') : kept;
  return mark === '' ? whole : `${whole.trimEnd()}${mark}`;
}

/** Where the character begins that `at` is in. */
function startOfCharacter(text: string, at: number): number {
  // Between two plain letters there is nothing to ask.
  if (/^[ -\u02ff]{2}$/.test(text.slice(at - 1, at + 1))) return at;
  const start = characters.segment(text.slice(0, at + longestCharacter)).containing(at)?.index ?? at;
  if (at - start < longestCharacter) return start;
  return /[\ud800-\udbff]/.test(text[at - 1] ?? '') ? at - 1 : at;
}
