/** Emoji as people type them and as chats tell of them: the same whichever skin they have, and whether or not they ask to be drawn in colour. */

/** What changes how one is drawn and not which one it is. */
const looks = /[\uFE0F\u{1F3FB}-\u{1F3FF}]/gu;
const inColour = '\uFE0F';
/** TypeScript's target does not know the flag yet, which Node 20 does. */
const sets = 'v';
const whole = new RegExp('^\\p{RGI_Emoji}$', sets);

/** Undefined for what is none. */
export function emojiIn(word: string): string | undefined {
  const key = word.replaceAll(looks, '');
  return [word, key, key + inColour].some((each) => whole.test(each)) ? key : undefined;
}
