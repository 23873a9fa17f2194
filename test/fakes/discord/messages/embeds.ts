/** Embeds, with Discord's limits. https://docs.discord.com/developers/resources/message#embed-limits */
import { z } from 'zod';
import type { Embed } from '../state.ts';

const picture = z.looseObject({ url: z.string() }).nullish();
export const embed = z.looseObject({
  title: z.string().max(256).nullish(),
  description: z.string().max(4096).nullish(),
  footer: z.looseObject({ text: z.string().max(2048) }).nullish(),
  author: z.looseObject({ name: z.string().max(256) }).nullish(),
  image: picture,
  thumbnail: picture,
  fields: z
    .array(z.looseObject({ name: z.string().min(1).max(256), value: z.string().min(1).max(1024) }))
    .max(25)
    .nullish(),
});
/** The texts of an embed in reading order. */
export function embedText(it: Embed): string[] {
  const read = embed.safeParse(it).data;
  if (!read) return [];
  const fields = (read.fields ?? []).flatMap(({ name, value }) => [name, value]);
  return [read.author?.name, read.title, read.description, ...fields, read.footer?.text].filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
}
