/** What is said of what is done by itself with the pictures of a channel. Plain text; what is typed stands in backticks. */
import { list, quoted } from '../../core/words/amounts.ts';
import { some } from '../../core/words/names.ts';
import { words } from '../words.ts';

const code = (name: string) => `\`${name}\``;
/** @param does `Larger picture ×4`. @param preset of that name */
const named = (does: string, preset: string | undefined) =>
  preset === undefined ? does : `${code(`@${preset}`)} (${does})`;

export const ruleWords = {
  // As lists
  title: 'Done by itself in this channel',
  none: 'Nothing is done by itself with the pictures of this channel.',
  react: (emoji: string, does: string, preset: string | undefined) =>
    `${emoji} on a picture: ${named(does, preset)}, for whoever puts it there first, who pays.`,
  offer: (does: string, preset: string | undefined) =>
    `New pictures are offered ${named(does, preset)}; whoever presses pays.`,
  /** @param daily thousandths of a credit */
  run: (does: string, preset: string | undefined, daily: number) =>
    `New pictures: ${named(does, preset)}, paid by the pot, at most ${some(daily)} a day.`,
  notRun: (why: string) => `New pictures are left as they are. ${why}`,
  broken: (why: string) => `It does nothing at the moment. ${why}`,
  /** @param ways how each is typed */
  howTo: (ways: readonly string[]) => `An admin sets it with ${list(ways.map(code))}.`,
  votes: (emoji: readonly string[]) =>
    `${emoji.join(' ')} on a version is a vote for it; taken off, it is taken back.`,

  // Changes
  set: 'From now on in this channel:',
  off: 'That is off in this channel now.',
  wasOff: 'That was not on in this channel.',
  allOff: 'Nothing is done by itself in this channel any more.',

  // What is wrong with what was asked for
  direct: 'This is for channels that several share. Ask for it in the channel that it is to be for.',
  noDeed: (given: string, nearest: string | undefined, deeds: readonly string[]) =>
    nearest === undefined
      ? `There is no ${code(`rules ${given}`)}; use ${list(deeds)}, or nothing to see what is set.`
      : `There is no ${code(`rules ${given}`)}; did you mean ${code(`rules ${nearest}`)}?`,
  whichEmoji: (typed: string) => `Name the emoji, such as ${code(typed)}.`,
  noEmoji: (given: string, typed: string) =>
    `${quoted(given)} is no emoji that I know. Choose one from the list that your chat shows, as in ${code(typed)}.`,
  isVote: (emoji: string) =>
    `${emoji} is a vote for a version, so it cannot run anything. Choose another emoji.`,
  whichRun: (typed: string) =>
    `Say what is to be done: a preset for everybody here, or a model with settings, such as ${code(typed)}.`,
  noPreset: (given: string, nearest: string | undefined, typed: string) =>
    nearest === undefined
      ? `${quoted(given)} is neither a preset for everybody here nor a model; ${code(typed)} lists the presets.`
      : `${quoted(given)} is neither a preset for everybody here nor a model; did you mean ${code(nearest)}?`,
  ownPreset: (name: string, save: string) =>
    `${code(name)} is a preset of yours alone. A channel runs one for everybody here: save it with ${code(save)}.`,
  presetAlone: (name: string) =>
    `A preset stands alone here: leave out what is typed beside ${code(`@${name}`)}, or save it as a preset of its own.`,
  notHere: (title: string) =>
    `${title} is switched off in this channel, so nothing could come of it. Allow it first, or choose something else.`,
  full: (most: number) =>
    `This channel has ${most} emoji, and there can be no more. Take one out first, such as \`rules react 🔍 off\`.`,
  whichDaily: (typed: string) => `Say how many credits that may cost in a day, such as ${code(typed)}.`,
  presetGone: (name: string) =>
    `The preset ${code(name)}, which this channel runs, is gone or no longer fits its model. An admin can save it anew, or set the channel to another one.`,

  // Offers
  offered: (preset: string | undefined) =>
    `${preset === undefined ? '' : `${code(`@${preset}`)}: `}whoever presses pays.`,
  /** @param does `Larger ×4`. @param price of all of them together */
  press: (does: string, count: number, { price, asks }: { price: number; asks: boolean }) =>
    words.repair(count > 1 ? `${does}, all ${count}` : does, { opens: asks, price }),
  taken: (person: string) => `For ${person}.`,
  offerGone: 'This offer has had its time. Ask for it with a message of your own.',
  pictureGone: 'The picture is no longer there, so there is nothing to be done.',
  already: 'Somebody has asked for it already; it is made once.',
} as const;
