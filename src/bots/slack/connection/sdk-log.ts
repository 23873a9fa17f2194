/** What Slack's own libraries tell, in our log: without bodies, tokens and addresses. */
import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../../core/log.ts';
import { cut } from '../../../core/words/cut.ts';
import { slackError } from '../errors.ts';

/** Characters. More is a body that was put into a sentence. */
const longest = 300;

/** Their debug lines hold whole bodies, so there are none; what they think worth a line is often not worth ours. */
export function boltLog(log: Log): Logger {
  const text = (parts: readonly unknown[]) =>
    cut(parts.map((part) => (part instanceof Error ? slackError(part) : String(part))).join(' '), longest);
  return {
    debug() {},
    info: (...parts) => log.debug({ slack: text(parts) }, 'slack library'),
    warn: (...parts) => log.info({ slack: text(parts) }, 'slack library'),
    error: (...parts) => log.warn({ slack: text(parts) }, 'slack library'),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}
