/** What is said about the page's chat, to whoever is at it, and to whoever runs it. */
import { quoted } from '../../core/words/amounts.ts';

export const words = {
  // Files
  deleted: (name: string) => `${quoted(name)} was deleted here. Post it again, or choose another one.`,
  nothing:
    'Add a picture or a video with it (the + beside the box, or drop one in), or point at one that is here.',
  nothingHere: (medium: 'image' | 'video') =>
    `There is no ${medium === 'image' ? 'picture' : 'video'} in this channel yet. Add one with the +, or drop it in.`,
  nothingToRemove: 'There is nothing left to remove.',

  // People
  moderators: 'whoever acts as admin here',
  ways: {
    drop: 'Drop a picture or a video into the channel and choose Enhance… on it.',
    typed: (example: string) => `Or type what to do: ${example}.`,
  },
  tooLarge: (limit: string) => `That is too large: a file may have ${limit} here.`,
  noMedia: (name: string) => `${quoted(name)} is neither a picture nor a video.`,
  stale: 'This page is older than what stands behind it. Load it again.',
  noSuchEmoji: 'That emoji does nothing here any more. `/rules` says what there is.',
  /** @param said of one picture, or of several */
  about: (name: string, count: number, said: string) =>
    `${count > 1 ? `${quoted(name)} and ${count - 1} more` : quoted(name)}: ${said}`,
  notYours: 'Only whoever wrote it, or an admin, can delete it.',
} as const;
