/** What a command is about that works on a file. */
import { readText } from '../../core/text/request.ts';
import type { Chat } from '../chat.ts';
import type { About, Found } from '../request.ts';

/** The file behind a link among its words, else what is at hand. @param toLink what the platform makes of one */
export async function aboutWith<F extends Found>(
  { traits }: Pick<Chat, 'traits'>,
  said: readonly string[],
  { about, toLink }: { about: () => Promise<About<F>>; toLink: (link: string) => F },
): Promise<About<F>> {
  const found = await about();
  const { link } = readText(traits.written(said.join(' ')));
  return link === undefined ? found : { ...found, media: [toLink(link)], earlier: undefined };
}
