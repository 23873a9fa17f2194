/** A message of a channel, of whichever kind. */

import { Icon, Mark } from '../../layout.tsx';
import { pageWords } from '../../words.ts';
import { JobCard } from './job-card.tsx';
import { namedIn } from './line.tsx';
import { type Message, type Shown, voteSign } from './messages.ts';
import { NoteBody } from './note.tsx';
import { ResultOf } from './result.tsx';
import { SaidBody } from './said.tsx';

const words = pageWords.channel;
export type Names = ReadonlyMap<string, string>;

/** All who are named in them, by their ids. */
export const peopleIn = (messages: readonly Shown[]): string[] => [
  ...new Set(
    messages.flatMap(({ message }) => [
      message.by,
      ...(message.kind === 'card' && message.author !== undefined ? [message.author] : []),
      ...(message.kind === 'note' ? message.lines.flatMap(namedIn) : []),
      ...(message.kind === 'result'
        ? (message.tree?.nodes.flatMap(({ by, picked = by }) => [by, picked]) ?? [])
        : []),
    ]),
  ),
];

export const Log = ({ messages, names }: { messages: readonly Shown[]; names: Names }) => (
  <>
    {messages.map((shown) => (
      <MessageOf shown={shown} names={names} />
    ))}
  </>
);

/** Who has put what on it, as the page's script reads it: votes are known by who gave them, however they did. */
function putOn({ message, put }: Shown): string | undefined {
  const voters = message.kind === 'result' ? (message.voters ?? []) : [];
  const all = { ...put, ...(voters.length > 0 && { [voteSign]: voters }) };
  return Object.keys(all).length > 0 ? JSON.stringify(all) : undefined;
}

export function MessageOf({ shown, names }: { shown: Shown; names: Names }) {
  const { id, message } = shown;
  const isPerson = message.kind === 'said' || message.kind === 'card';
  const isPrivate = 'only' in message && message.only === true;
  const who = names.get(message.by) ?? message.by;
  return (
    <article
      class="msg"
      id={`m-${id}`}
      data-kind={message.kind}
      data-by={message.by}
      data-message={id}
      data-only={isPrivate ? '' : undefined}
      data-put={putOn(shown)}
    >
      {isPerson ? <Face id={message.by} name={who} /> : <Mark />}
      <div class="by">
        <span class="handle">{isPerson ? `@${who}` : 'Darkroom'}</span>
        <time datetime={new Date(message.at).toISOString()} data-clock>
          {new Date(message.at).toISOString().slice(11, 16)}
        </time>
        {isPrivate && <span class="tiny faint">{words.only}</span>}
        <Dismiss message={message} />
      </div>
      <Body id={id} message={message} names={names} />
    </article>
  );
}

export const Face = ({ id, name }: { id: string; name: string }) => (
  <span class="who" style={`--h:${hueOf(id)}`} aria-hidden="true">
    {[...name][0]}
  </span>
);

/** The same for the same person everywhere. */
const hueOf = (id: string): number => [...id].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 360, 7);

/** One's own words, and what is for one alone, can be taken away; whose they are the page knows. */
function Dismiss({ message }: { message: Message }) {
  if (message.kind === 'said')
    return (
      <button class="btn quiet icon small-act own" type="button" data-delete aria-label={words.remove}>
        <Icon name="x" />
      </button>
    );
  if (message.kind !== 'note' || !message.only) return null;
  return (
    <button class="btn quiet icon small-act" type="button" data-dismiss aria-label={words.dismiss}>
      <Icon name="x" />
    </button>
  );
}

function Body({ id, message, names }: { id: string; message: Message; names: Names }) {
  switch (message.kind) {
    case 'said':
      return <SaidBody id={id} message={message} />;
    case 'card':
      return <JobCard card={message} names={names} />;
    case 'result':
      return <ResultOf id={id} result={message} names={names} />;
    case 'note':
      return <NoteBody note={message} names={names} />;
  }
}
