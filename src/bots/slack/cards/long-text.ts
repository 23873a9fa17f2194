/** Many lines as one private answer, within what Slack takes. */
import type { types } from '@slack/bolt';
import { cut } from '../../../core/words/cut.ts';
import type { Body } from '../context.ts';
import { textWords as words } from '../words/commands.ts';
import { bodyOf, section, torn } from './blocks.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/section-block: 3000 characters; a message has 50 blocks. */
const longest = 2_900;
const mostSections = 20;
/** https://docs.slack.dev/reference/methods/chat.postMessage: what is longer may be cut anywhere. */
const longestText = 3_500;

/**
 * The lines in as few sections as hold them, `more` below; lines that have no room are counted.
 * @param lines mrkdwn, escaped. @param more at most 20 blocks
 */
export function linesBody(lines: readonly string[], more: readonly types.KnownBlock[] = []): Body {
  const sections = partsOf(lines);
  const shown = sections.slice(0, mostSections);
  const left = sections.slice(mostSections).reduce((sum, part) => sum + part.split('\n').length, 0);
  const all = [...shown, ...(left > 0 ? [words.moreLines(left)] : [])];
  return bodyOf([...all.map((part) => section(part)), ...more], partsOf(lines, longestText)[0] ?? '');
}

/** Whole lines put together as long as they fit; one that is too long by itself is cut. */
export function partsOf(lines: readonly string[], most = longest): string[] {
  const parts: string[] = [];
  for (const given of lines) {
    const line = cut(given, most, { torn });
    const last = parts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= most)
      parts[parts.length - 1] = `${last}\n${line}`;
    else parts.push(line);
  }
  return parts;
}
