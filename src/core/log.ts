/** One JSON line per event (pretty on a terminal), with everything secret taken out of every string. */
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { cut } from './words/cut.ts';

/** Without `child`: pino writes a child's own fields past everything below. */
export type Log = Pick<Logger, 'fatal' | 'error' | 'warn' | 'info' | 'debug'>;

/**
 * No pattern begins at a word boundary: a token glued to other text is still a token. Each is bounded or begins
 * with fixed text, so that a long string costs no more than its length.
 */
const secrets: readonly [RegExp, string][] = [
  [/data:[\w/+.=;-]{0,200},[^\s"'<>]{16,}/gi, 'data:…'],
  // JSON in a text: what the provider echoes, what a parser quotes; its end may be cut off.
  [/(\\{0,8}"(?:prompt|lora_link)\\{0,8}"\s{0,9}:\s{0,9})\\{0,8}"(?:[^"\\]|\\.)*"?/gis, '$1"…"'],
  // A link's query, its fragment and its user are what makes it a secret; so is the path of a chat's web hook.
  [/(:\/\/)[^\s/"'<>]*@/g, '$1…@'],
  [/(:\/\/[^\s"<>?#]{0,2000})[?#][^\s"<>]*/g, '$1?…'],
  [/([?&][\w.-]{1,40}=)[^\s&"<>]+/g, '$1…'],
  [/(hooks\.[a-z]{1,20}\.com\/|\/webhooks\/\d{1,20}\/|\/interactions\/\d{1,20}\/)[^\s"'<>?#]+/g, '$1…'],
  [/SG_[\da-fA-F]{16}[\w-]*|(?<![A-Za-z])SG_[\w-]{6,}/g, 'SG_…'],
  [/x(?:ox[a-z]|app)-[\w-]{6,}/g, 'xox…'],
  // A bot token of three parts: id, time and signature.
  [/[\w-]{22,28}\.[\w-]{6,7}\.[\w-]{27,}/g, '(token)'],
  [/(Bearer\s{1,9})[\w.~+/-]{8,}=*/gi, '$1…'],
  [/(\bBot )[\w.~+/-]{8,}=*/g, '$1…'],
];

const silentKeys =
  /^key$|(?:prompt|lora_link|token|secret|passwd|password|authorization|cookie|signature|(?:api|access|secret|private|signing)[-_]?key)$/i;

/** More than this is an accident, and a log call must not be the second one. */
const mostText = 8000;
const mostItems = 100;
const mostDepth = 6;
/** Of one line: a value counts as 1, and 100 characters do. */
const mostInAll = 1000;
/** Shorter than every pattern's least is what is left of a secret that was cut in two. */
const tornLength = 100;

function scrubText(text: string): string {
  const some = text.slice(0, mostText + tornLength);
  const clean = secrets.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), some);
  return some.length < text.length ? cut(clean, Math.max(0, clean.length - tornLength) + 1) : clean;
}

/**
 * A copy as JSON can hold it, with secrets replaced: the text of secret names (`prompt`, `token`, …) and whatever
 * looks like a secret in any other text or name. At most 6 levels, 100 items a level, 8,000 characters a
 * text, 1,000 values or 100,000 characters in all; what is more becomes `…`. Never throws.
 */
function scrub(value: unknown): unknown {
  let left = mostInAll;
  return copy(value, 0);

  function copy(item: unknown, depth: number): unknown {
    if (left < 0) return '…';
    left -= typeof item === 'string' ? Math.min(item.length, mostText) / 100 + 1 : 1;
    if (typeof item === 'string') return scrubText(item);
    if (typeof item === 'bigint' || typeof item === 'symbol') return scrubText(String(item));
    if (typeof item === 'function') return undefined;
    if (typeof item !== 'object' || item === null) return item;
    if (depth > mostDepth) return '…';
    try {
      return copyObject(item, depth + 1);
    } catch {
      // A getter or a proxy that throws.
      return '(unreadable)';
    }
  }

  function copyObject(item: object, depth: number): unknown {
    if (item instanceof Error) {
      const { name, message, stack, cause } = item;
      const code = 'code' in item ? item.code : undefined;
      const errors = item instanceof AggregateError ? item.errors : undefined;
      return pairs(Object.entries({ name, message, code, stack, cause, errors }), depth);
    }
    if (item instanceof Date) return Number.isNaN(item.valueOf()) ? 'no date' : item.toISOString();
    if (item instanceof URL) return scrubText(item.href);
    if (ArrayBuffer.isView(item) || item instanceof ArrayBuffer) return `(${item.byteLength} bytes)`;
    if (item instanceof Map) return pairs(first(item), depth);
    if (item instanceof Set) return first(item).map((each) => copy(each, depth));
    if (Array.isArray(item)) {
      const items = item.slice(0, mostItems).map((each) => copy(each, depth));
      return item.length > mostItems ? [...items, '…'] : items;
    }
    const keys = Object.keys(item).slice(0, mostItems);
    return pairs(
      keys.map((key) => [key, Reflect.get(item, key)]),
      depth,
    );
  }

  function pairs(entries: readonly (readonly [unknown, unknown])[], depth: number): object {
    return Object.fromEntries(
      entries.flatMap(([key, item]) => {
        if (item === undefined) return [];
        const name = typeof key === 'string' ? key : String(copy(key, mostDepth + 1));
        return [[scrubText(name), silentKeys.test(name) ? '…' : copy(item, depth)]];
      }),
    );
  }
}

function first<T>(items: Iterable<T>): T[] {
  const some: T[] = [];
  for (const item of items) if (some.push(item) === mostItems) break;
  return some;
}

/** `human`: coloured lines for a terminal instead of JSON. */
export function createLog(options: {
  level: string;
  human: boolean;
  destination?: NodeJS.WritableStream;
}): Log {
  const destination = options.destination ?? process.stderr;
  const stream = options.human
    ? pretty({ destination, colorize: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', sync: true })
    : destination;
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Pino's own would take our copies of errors for errors and join their causes again.
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod(args, method) {
          // Before pino sees them: it takes the message of an error that comes without one.
          const safe = args.map((each: unknown) => scrub(each instanceof Error ? { err: each } : each));
          method.apply(this, safe as Parameters<typeof method>);
        },
      },
    },
    stream,
  );
}
