/** Found pictures and videos, shown so that people see which is which. */
import { type APIMediaGalleryComponent, ComponentType } from 'discord.js';
import { cut } from '../../../core/words/cut.ts';
import type { Bot, Found } from '../context.ts';

/** https://docs.discord.com/developers/components/reference#media-gallery */
const most = 10;

/** Whether Discord hosts it, so that it is fetched here and not by core as a stranger's link. */
export function isHosted({ fileOrigins }: Pick<Bot, 'fileOrigins'>, { url }: Pick<Found, 'url'>): boolean {
  return URL.canParse(url) && fileOrigins.includes(new URL(url).origin);
}

/** One gallery, or none: what Discord does not host is not shown, since it would load it from a stranger. */
export function gallery(bot: Pick<Bot, 'fileOrigins'>, media: readonly Found[]): APIMediaGalleryComponent[] {
  const shown = media.filter((it) => isHosted(bot, it)).slice(0, most);
  if (shown.length === 0) return [];
  return [
    {
      type: ComponentType.MediaGallery,
      items: shown.map(({ url, alt, name, spoiler }) => ({
        media: { url },
        description: cut(alt ?? name, 1024),
        spoiler,
      })),
    },
  ];
}
