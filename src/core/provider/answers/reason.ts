/** What a provider's error body says, made fit to show: one short line without markup, links with secrets, or keys. */
import { Failure } from '../../domain/failure.ts';
import { cut } from '../../words/cut.ts';
import { unsaid } from '../../words/failures/provider.ts';

const longest = 180;

/** Where the provider and its gateways put the text, in order of trust (docs/provider.md, Errors). */
const textKeys = [
  'error',
  'detail',
  'error_message',
  'error_description',
  'message',
  'msg',
  'reason',
  'title',
];
const tokenKeys = ['type', 'code'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The text of an error body, whatever its form: a string, an array such as `[{loc, msg, type}]`, an object, HTML.
 * `''` when it says nothing. Not yet clean: for `clean` and for telling kinds of errors apart.
 */
export function errorText(body: unknown, depth = 0): string {
  if (typeof body === 'string') return body.trim();
  if (depth > 4) return '';
  if (Array.isArray(body)) {
    const texts = body.slice(0, 8).map((item) => errorText(item, depth + 1));
    return [...new Set(texts.filter((text) => text !== ''))].join('; ');
  }
  if (!isRecord(body)) return '';
  for (const key of [...textKeys, ...tokenKeys]) {
    const text = errorText(body[key], depth + 1);
    if (text !== '') return text;
  }
  return '';
}

/** Every short word an error body holds, types and codes included: moderation often shows only there. */
function everyWord(body: unknown, depth = 0): string {
  if (typeof body === 'string') return body.slice(0, 2_000);
  if (typeof body !== 'object' || body === null || depth > 4) return '';
  return Object.values(body)
    .slice(0, 20)
    .map((value) => everyWord(value, depth + 1))
    .join(' ');
}

/** One line under 200 characters for a person or a log. `key` is our own, should an answer ever echo it. */
export function clean(text: string, key: string): string {
  // Cut first: some of these patterns take quadratic time on hostile text.
  const flat = plain(cut(text, 4_000, { mark: '' }))
    // Control, zero-width and direction characters could reorder or forge what a chat shows.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/data:[\w.+-]+\/[\w.+-]+;base64,[\w+/=]*/gi, 'data:…')
    // A link may carry a signature, and its host says enough.
    .replace(/https?:\/\/(?:[^\s/@"'<>]*@)?([^\s/?#"'<>)]+)[^\s"'<>)]*/gi, '$1')
    .replace(/\?[^\s?]*=\S*/g, '')
    // A short key is a word of a lab, not a secret, and would punch holes into other words.
    .replaceAll(key.length < 8 ? '\0' : key, '…')
    .replace(/SG_\w+/g, 'SG_…')
    .replace(/\bBearer\s+\S+/gi, 'Bearer …')
    .replace(/\s+/g, ' ')
    .replace(/[\s.;:,]+$/, '')
    .trim();
  // A bare token such as content_policy_violation is made readable.
  const readable = /^[a-z]+(_[a-z]+)+$/i.test(flat) ? flat.replaceAll('_', ' ').toLowerCase() : flat;
  return cut(readable, longest);
}

/** Text of an HTML page: its title if it has one, since a gateway's page says no more. Other text stays. */
function plain(text: string): string {
  if (!/<\/?(?:!doctype|html|head|body|title|h1|p|div|br|b|i|a|span|script)\b/i.test(text)) return text;
  const title = /<title[^>]*>([^<]+)/i.exec(text)?.[1];
  return (title ?? text.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#0?39;|&apos;/g, "'")
    .replace(/&amp;/g, '&');
}

const moderation =
  /content[\s_-]?policy|policy[\s_-]violation|violat\w+ (?:of )?(?:our |the )?[\w\s]{0,30}polic|moderat(?:ion|ed)|nsfw|sensitive[\s_-]content|inappropriate|explicit[\s_-](?:content|material|image)|safety[\s_-](?:filter|checker|system|policy|violation)|unsafe[\s_-](?:content|image)|prohibited[\s_-]content|flagged (?:as|by|for)|nudity/i;

/** The failure of a job that ran and failed: the content was refused, or it just did not work. */
export function jobFailure(body: unknown, key: string): Failure {
  const { metrics: _, ...said } = isRecord(body) ? body : { error: body };
  const detail = clean(errorText(said), key) || unsaid.noReason;
  const code = moderation.test(everyWord(said)) ? 'provider-moderation' : 'provider-failed';
  return new Failure(code, { detail });
}
