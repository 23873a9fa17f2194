/** What people type for a field. */
import type { Field } from './fields.ts';

const truths = new Map([
  ...['true', 'yes', 'y', 'on', 'enabled', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', 'off', 'disabled', '0'].map((word) => [word, false] as const),
]);

/** What is said with an amount of this kind: `x4` and `4x` of how many times, `60 fps` of how many a second. */
const around = { times: /^[x×х]\s*|\s*(?:[x×х]|times)$/gi, rate: /\s*(?:fps|hz)$/gi };

/**
 * Text that clearly means a number or a yes/no becomes one; anything else stays and the schema refuses it. Text that the
 * model reads is left as it was written, but for the brackets that chats put around a link.
 */
export function fromText(field: Field, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (field.kind === 'text')
    return field.role === 'prompt' ? value : (/^\s*<(https?:\/\/[^\s<>|]+)>\s*$/i.exec(value)?.[1] ?? value);
  const text = plain(value);
  if (field.kind === 'toggle') return truths.get(text.toLowerCase()) ?? value;
  const numeric =
    field.kind === 'number' || (field.kind === 'choice' && typeof field.options[0]?.value === 'number');
  const amount =
    field.role === 'times' || field.role === 'rate' ? text.replace(around[field.role], '') : text;
  // Where a fraction may stand, a comma before one or two figures is its sign; elsewhere it may part thousands.
  const written =
    field.kind === 'number' && !field.integer ? amount.replace(/^([+-]?\d+),(\d{1,2})$/, '$1.$2') : amount;
  if (numeric && /^[+-]?(\d+\.?\d*|\.\d+)$/.test(written)) return Number(written);
  if (field.kind === 'choice') return text.toLowerCase();
  return value;
}

/** As a keyboard of letters would have written it: full-width letters and figures, and the many signs of a minus. */
const plain = (value: string): string => value.normalize('NFKC').replace(/[−–]/g, '-').trim();
