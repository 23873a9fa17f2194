/** One interaction as the person who began it sees it. */
import { randomBytes } from 'node:crypto';
import { PermissionFlagsBits as P } from 'discord.js';
import { botPermissionsIn, defaultUploadLimit } from '../access.ts';
import { channelJson, memberJson } from '../guild-json.ts';
import { answerMs } from '../http/callback.ts';
import { messageJson, userJson } from '../messages/message-json.ts';
import type { Modal } from '../messages/modal.ts';
import type { Acknowledgement, Channel, Choice, FakeState, Interaction, Message, User } from '../state.ts';

/** Who does it, and where. */
export type Who = {
  user: User;
  channel: Channel;
  locale: string;
  permissions: bigint;
  /** `user`: the person installed the application, the guild did not. */
  installedBy: 'guild' | 'user';
  forcedEphemeral: boolean;
  /** Bytes; what the interaction says of the upload limit when that is not the truth. */
  toldUploadLimit: number | undefined;
};
export type Exchange = {
  interaction: Interaction;
  id: string;
  token: string;
  /** Which callback came, and after how many ms. Rejects when none came in 3 s: "The application did not respond". */
  acknowledged: Promise<Acknowledgement>;
  /** The answer, or the message whose component was used once that is updated; undefined before and when deleted. */
  response(): Message | undefined;
  modal(): Modal | undefined;
  choices(): readonly Choice[] | undefined;
  /** In the order they came, deleted ones too. */
  followUps: readonly Message[];
};

/** What an application that is not a member may do. */
const guestPermissions =
  P.AttachFiles | P.EmbedLinks | P.MentionEveryone | P.UseExternalEmojis | P.SendMessages;

/** Bytes per file that really go through in an interaction: the guild's limit or the person's own, whichever is more. */
export const uploadLimitOf = ({ user, channel }: Pick<Who, 'user' | 'channel'>): number =>
  Math.max(channel.guild?.uploadLimit ?? defaultUploadLimit, user.uploadLimit);

/** What an interaction carries of a person in a guild. */
export const interactionMember = ({ user, channel, permissions }: Who) =>
  channel.guild && { ...memberJson(channel.guild, user), permissions: permissions.toString() };

/** Sends an interaction to the bot, and follows what becomes of it. `data`: the interaction's own, by its type. */
export function beginExchange(
  state: FakeState,
  who: Who,
  what: Pick<Interaction, 'type'> &
    Partial<Pick<Interaction, 'commandType' | 'source' | 'target' | 'opener'>> & { data: object },
): Exchange {
  const { user, channel, locale, installedBy, toldUploadLimit } = who;
  const { guild, kind } = channel;
  const id = state.clock.snowflake();
  let settle = (_: Acknowledgement) => {};
  let giveUp = (_: Error) => {};
  const acknowledged = new Promise<Acknowledgement>((resolve, reject) => {
    settle = resolve;
    giveUp = reject;
  });
  // Nobody has to look.
  acknowledged.catch(() => {});
  const interaction: Interaction = {
    id,
    token: randomBytes(96).toString('base64url'),
    type: what.type,
    createdAt: state.clock.now(),
    user,
    channel,
    commandType: what.commandType,
    owners: installedBy === 'user' ? { 1: user.id } : { 0: guild?.id ?? '0' },
    uploadLimit: uploadLimitOf(who),
    forcedEphemeral: who.forcedEphemeral,
    source: what.source,
    target: what.target,
    opener: what.opener,
    callback: undefined,
    original: undefined,
    modal: undefined,
    choices: undefined,
    followUps: [],
    acknowledged,
    acknowledge(callback) {
      callOff();
      settle({ callback, tookMs: state.clock.now() - interaction.createdAt });
    },
  };
  const callOff = state.clock.after(answerMs, () => giveUp(new Error('The application did not respond')));
  state.interactions.set(interaction.token, interaction);
  const may =
    kind === 'private' || (guild && !guild.botIsMember) ? guestPermissions : botPermissionsIn(channel);
  const { source } = what;
  state.dispatch({
    name: 'INTERACTION_CREATE',
    intents: 0,
    data: () => ({
      id,
      application_id: state.application.id,
      type: what.type,
      token: interaction.token,
      version: 1,
      channel_id: channel.id,
      channel: channelJson(state, channel),
      ...(guild
        ? {
            guild_id: guild.id,
            guild: { id: guild.id, locale: guild.locale, features: [] },
            guild_locale: guild.locale,
            member: interactionMember(who),
          }
        : { user: userJson(user) }),
      locale,
      app_permissions: may.toString(),
      entitlements: [],
      authorizing_integration_owners: interaction.owners,
      context: guild ? 0 : kind === 'dm' ? 1 : 2,
      attachment_size_limit: toldUploadLimit ?? interaction.uploadLimit,
      data: what.data,
      // Here a message is always whole, whoever wrote it.
      ...(source ? { message: messageJson(state, source) } : {}),
    }),
  });
  const alive = (message: Message | undefined) => (message?.deleted ? undefined : message);
  return {
    interaction,
    id,
    token: interaction.token,
    acknowledged,
    response: () => alive(interaction.original),
    modal: () => interaction.modal,
    choices: () => interaction.choices,
    followUps: interaction.followUps,
  };
}
