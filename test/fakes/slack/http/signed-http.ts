/** Deliveries as signed HTTP requests. https://docs.slack.dev/authentication/verifying-requests-from-slack */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { FakeState } from '../state.ts';
import { answerMs, type Outcome, type Reason, type Sending, type Transport } from './deliveries.ts';

const form = 'application/x-www-form-urlencoded';

/** Also closes what is still on its way. */
export type SignedHttp = { to(url: URL): Transport; close(): void };

/** Each request on a connection of its own, so that none is left over. */
export function createSignedHttp(state: Pick<FakeState, 'clock' | 'signingSecret'>): SignedHttp {
  const open = new Set<ClientRequest>();
  return {
    to: (url) => ({
      async send(sending, { num, reason }) {
        const { type, body } = encode(sending);
        const since = state.clock.now();
        const tookMs = () => state.clock.now() - since;
        let late = false;
        const retry = num > 0 ? { 'x-slack-retry-num': num, 'x-slack-retry-reason': reason ?? '' } : {};
        const asked = request(url, {
          method: 'POST',
          agent: false,
          headers: {
            ...signature(state.signingSecret, body),
            'content-type': type,
            'content-length': Buffer.byteLength(body),
            'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
            ...retry,
          },
        });
        open.add(asked);
        const callOff = state.clock.after(answerMs, () => {
          late = true;
          asked.destroy();
        });
        try {
          asked.end(body);
          // The listener of 'response' gets this one argument.
          const [response] = (await once(asked, 'response')) as [IncomingMessage];
          return { ...(await read(response, tookMs)), noRetry: response.headers['x-slack-no-retry'] === '1' };
        } catch {
          const why: Reason = late ? 'http_timeout' : 'connection_failed';
          return { ok: false, reason: why, tookMs: tookMs() };
        } finally {
          callOff();
          open.delete(asked);
        }
      },
    }),
    close() {
      for (const asked of open) asked.destroy();
    },
  };
}

/** The true time: receivers refuse what is older than five minutes by their own clock. */
function signature(secret: string, body: string): Record<string, string> {
  const seconds = String(Math.floor(Date.now() / 1000));
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': seconds, 'x-slack-signature': `v0=${hash}` };
}

/** Events are JSON, commands a form, interactions a form with JSON in it. */
function encode({ kind, payload }: Sending): { type: string; body: string } {
  if (kind === 'event') return { type: 'application/json', body: JSON.stringify(payload) };
  const fields = kind === 'command' ? payload : { payload: JSON.stringify(payload) };
  const texts = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  return { type: form, body: new URLSearchParams(texts).toString() };
}

async function read(response: IncomingMessage, tookMs: () => number): Promise<Outcome> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { statusCode = 0 } = response;
  if (statusCode < 200 || statusCode > 299) return { ok: false, reason: 'http_error', tookMs: tookMs() };
  const json = response.headers['content-type']?.includes('json');
  return { ok: true, body: text === '' ? undefined : json ? JSON.parse(text) : text, tookMs: tookMs() };
}
