/** `/credits` and `/darkroom settings`: options to what is asked for. */
import type { ChatInputCommandInteraction } from 'discord.js';
import { type CreditsDeed, usualDays } from '../../../chat/commands/credits.ts';

/** A channel, a role or a person, as it is typed in a text option. */
const mentioned = /<(?:#|@&|@!?)(\d{17,20})>/g;

/** Undefined for a subcommand of another version. */
export function creditsDeedOf({ options }: ChatInputCommandInteraction): CreditsDeed | undefined {
  const who = options.getUser('person')?.id;
  const channel = options.getChannel('channel')?.id;
  const deed = options.getSubcommand();
  switch (deed) {
    case 'show':
      return { deed, of: who };
    case 'grant':
    case 'revoke':
      return {
        deed,
        to: who ?? '',
        amount: options.getString('amount', true),
        reason: options.getString('reason', true),
      };
    case 'limits':
    case 'settings':
      return { deed: 'limits' };
    case 'set': {
      const limit = options.getString('limit', true);
      const role = options.getRole('role')?.id;
      // Who is an admin is told by roles; any other limit may be one role's own.
      const naming = limit === 'admins';
      const typed = options.getString('value')?.replaceAll(mentioned, '$1');
      const value = typed ?? channel ?? (naming ? role : undefined) ?? 'default';
      return { deed, changes: { [limit]: value }, group: naming ? undefined : role };
    }
    case 'allow':
    case 'deny':
    case 'forget':
      return { deed, model: options.getString('model') ?? undefined, channel };
    case 'block':
      return {
        deed,
        who: who ?? '',
        length: options.getString('time', true),
        reason: options.getString('reason') ?? '',
      };
    case 'unblock':
      return { deed, who: who ?? '' };
    case 'audit':
      return { deed };
    case 'usage':
      return { deed, days: options.getInteger('days') ?? usualDays };
    default:
      return undefined;
  }
}
