/** What the owner is told when Discord cannot be spoken to at all. */
import { DiscordAPIError, HTTPError } from 'discord.js';
import { z } from 'zod';
import { NotConnected } from '../../../core/domain/failure.ts';
import { errorKind } from '../errors.ts';
import { startWords as words } from '../words/request.ts';

/** What discord.js throws itself, and what its `login` says of a token. */
const wrongTokenCode = 'TokenInvalid';

/**
 * The error as a sentence for the owner; as it is when it is none of what a network, a setting or Discord does wrong.
 * @param at.guild the one that DISCORD_GUILD names, where the request was about it
 */
export function notConnected(error: unknown, at: { apiUrl: string; guild?: string | undefined }): unknown {
  const said = sentenceOf(error, at);
  return said === undefined ? error : new NotConnected(said, { cause: error });
}

function sentenceOf(
  error: unknown,
  { apiUrl, guild }: { apiUrl: string; guild?: string | undefined },
): string | undefined {
  const { host } = new URL(apiUrl);
  const code = codeOf(error);
  if (code === wrongTokenCode) return words.wrongToken;
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    const kind = errorKind(error);
    if (kind === 'token-dead') return words.wrongToken;
    if (guild !== undefined && kind === 'no-access') return words.noGuild(guild);
    // A server that knows nothing of these addresses is another one.
    return error.status === 404 ? words.notDiscord(host) : words.refuses(host, error.status);
  }
  if (error instanceof z.ZodError || error instanceof SyntaxError) return words.notDiscord(host);
  return code === undefined ? undefined : words.unreachable(host, code);
}

/** Of a network that does not carry: `ECONNREFUSED`, `ENOTFOUND`, a certificate's; that of a defect is none. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // A request that took too long is given up by the library.
  if (error.name === 'AbortError') return 'no answer';
  const code = 'code' in error ? error.code : error.cause === error ? undefined : codeOf(error.cause);
  if (typeof code !== 'string') return undefined;
  return /^ERR_(?!TLS|SSL)/.test(code) ? undefined : code;
}
