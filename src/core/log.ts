/** One JSON line per event (pretty on a terminal), with everything secret taken out of every string. */
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

const secrets: readonly [RegExp, string][] = [
  [/\bSG_[\w-]{6,}/g, 'SG_…'],
  [/\bx(?:ox[a-z]|app)-[\w-]{6,}/g, 'xox…'],
  [/\b[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,}/g, '(token)'],
  [/\b(Bearer|Bot) [\w.~+/-]{8,}=*/g, '$1 …'],
  // A link's query and an embedded password are what makes it a secret.
  [/(https?:\/\/[^\s"'<>?#]*)\?[^\s"'<>]*/g, '$1?…'],
  [/([a-z]+:\/\/)[^\s/@:]*:[^\s/@]*@/g, '$1…@'],
  [/data:[\w/+.-]+;base64,[\w+/=]{16,}/g, 'data:…'],
];

const silentKeys = /^(prompt|lora_link|token|key|password|secret|authorization|x-api-key|cookie)$/i;

/** The same value with secrets replaced, at most 6 levels deep. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string')
    return secrets.reduce((text, [pattern, instead]) => text.replace(pattern, instead), value);
  if (value instanceof Error) {
    const { message, stack, cause, name } = value;
    const code = 'code' in value ? value.code : undefined;
    return scrub({ name, message, ...(code ? { code } : {}), stack, ...(cause ? { cause } : {}) }, depth);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 6) return '…';
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, silentKeys.test(key) ? '…' : scrub(item, depth + 1)]),
  );
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
      serializers: { err: (error: unknown) => error },
      formatters: { log: (line) => scrub(line) as Record<string, unknown> },
      hooks: {
        logMethod(args, method) {
          const safe = args.map((argument) => (typeof argument === 'string' ? scrub(argument) : argument));
          method.apply(this, safe as Parameters<typeof method>);
        },
      },
    },
    stream,
  );
}
