/** Tolerant reading of the provider's answers: nothing is required but an id and a status, numbers may be text. */
import { fileTypeFromBuffer } from 'file-type';
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const amount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*\d+(\.\d+)?\s*$/)
      .transform(Number),
  ])
  .pipe(z.number().nonnegative())
  .optional()
  .catch(undefined);

/** The parsed JSON of a body, or undefined when it is none. */
export function jsonOf(body: string | undefined): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

const submitted = z.looseObject({
  request_id: z.union([z.string(), z.number().int().transform(String)]),
  status_url: text,
  response_url: text,
});

/** Opaque to us, but it goes into a path and a log: short, no blanks or control characters, not a dot segment. */
const requestId = /^(?!\.{1,2}$)[\x21-\x7e]{1,200}$/;

/** The id and links of an accepted job; undefined when there is no usable id. */
export function readSubmitted(json: unknown) {
  const { data } = submitted.safeParse(json);
  if (!data || !requestId.test(data.request_id)) return undefined;
  return { requestId: data.request_id, statusUrl: data.status_url, resultUrl: data.response_url };
}

const state = z.looseObject({
  status: text,
  metrics: z
    .looseObject({ cost: amount, remaining_credits: amount, inference_time: amount })
    .optional()
    .catch(undefined),
});

/**
 * The state a body names (as it stands there), the cost and what is left in US dollars, how long it ran in seconds; undefined
 * when it is no object.
 */
export function readState(json: unknown) {
  const { data } = state.safeParse(json);
  const { cost, remaining_credits: left, inference_time: seconds } = data?.metrics ?? {};
  return data && { status: data.status, cost, left, seconds };
}

const balance = z.looseObject({ credits: amount, 'free-credits': amount, free_credits: amount });

/** US dollars; undefined when no balance stands there. */
export function readCredits(json: unknown) {
  const { data } = balance.safeParse(json);
  if (data?.credits === undefined) return undefined;
  return { credits: data.credits, free: data['free-credits'] ?? data.free_credits ?? 0 };
}

/** An absolute http(s) link as its parser writes it, or undefined. */
function link(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value)) return undefined;
  return URL.canParse(value) ? new URL(value).href : undefined;
}

/** The first link of an upload's answer: `file_urls`, `urls`, a bare array, `url`; the sources disagree. */
export function readUploaded(json: unknown): string | undefined {
  const first: unknown = Array.isArray(json) ? json[0] : json;
  const { data } = z.record(z.string(), z.unknown()).safeParse(first);
  for (const key of ['file_urls', 'urls', 'url', 'file_url']) {
    const value = data?.[key];
    const found = link(Array.isArray(value) ? value[0] : value);
    if (found) return found;
  }
  return link(first);
}

/**
 * Where a result's file may stand, in the order it is looked for. Only these: an answer may also repeat our input or
 * link a `last_frame_url`, which must never be taken for the result.
 */
const resultKeys = [
  'output',
  'video',
  'images',
  'image',
  'videos',
  'result',
  'url',
  'urls',
  'file_url',
  'file_urls',
];

/**
 * The link of a result's file, or the file itself as a data URL. Understands a link, a data URL, bare base64 of a
 * picture or video, JSON as text, and arrays and objects of these.
 */
export async function readResultUrl(value: unknown, depth = 0): Promise<string | undefined> {
  if (depth > 5) return undefined;
  if (typeof value === 'string') return readResultText(value.trim(), depth);
  const candidates = Array.isArray(value)
    ? value.slice(0, 10)
    : typeof value === 'object' && value !== null
      ? resultKeys.map((key) => (Object.hasOwn(value, key) ? value[key as keyof typeof value] : undefined))
      : [];
  for (const candidate of candidates) {
    const found = await readResultUrl(candidate, depth + 1);
    if (found) return found;
  }
  return undefined;
}

async function readResultText(value: string, depth: number): Promise<string | undefined> {
  const found = link(value);
  if (found) return found;
  if (/^data:[\w.+-]+\/[\w.+-]+(;[\w=.+-]+)*;base64,\S/i.test(value.slice(0, 200))) return value;
  if (/^[[{"]/.test(value)) return readResultUrl(jsonOf(value), depth + 1);
  // A sentence can look like base64, so its beginning has to be a media file. 4100 bytes are what file-type reads.
  if (value.length < 64 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value.replace(/\s+/g, ''))) return undefined;
  const type = await fileTypeFromBuffer(Buffer.from(value.slice(0, 5_600), 'base64'));
  return type && /^(image|video)\//.test(type.mime) ? `data:${type.mime};base64,${value}` : undefined;
}
