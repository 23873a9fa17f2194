/** A job's record, as Redis would give it back. */
import { fieldsFrom, type Job, type Json, jobFrom } from '../../src/core/domain/job.ts';
import type { VersionView } from '../../src/core/view/versions/standing.ts';
import type { Waiting } from '../../src/core/view/view.ts';
import { findModel } from '../../src/models/index.ts';
import { type MediaName, madeOf, media } from './media.ts';
import { minute, type Names, now } from './people.ts';

/** What is different in a sample from a job that was just asked for. `settings`: what somebody set. */
export type Part = Partial<Omit<Job, 'address' | 'source' | 'requester'>> & {
  of?: MediaName;
  by?: keyof Names['people'];
  waiting?: Waiting;
  /** It is one of several of its source. */
  versioned?: VersionView;
};

/** Where a job stands in a chat. */
export type Place = { requester: string; of: MediaName; done: boolean };

type At = { platform: string; names: Names; address: (place: Place) => Json };

/** What is left out is as it is at first. */
export function recordOf({ names, platform, address }: At, part: Part): Job {
  const { of = 'lake', by = 'ann', waiting: _, versioned: _versioned, settings = {}, ...rest } = part;
  const file = media[of];
  const requester = names.people[by];
  const name = part.model ?? 'esrgan';
  const model = findModel(name);
  const prepared = model?.prepare(settings);
  const complete = prepared?.ok ? prepared.settings : {};
  const done = part.state === 'done';
  const result = madeOf(name, complete, file);
  const ended = done
    ? { result, hold: 'settled' as const, charged: model?.price ?? 0, completedAt: now - 50_000 }
    : {};
  const base: Partial<Job> = {
    id: 'k7f3mq2',
    version: 3,
    state: 'accepted',
    createdAt: now - minute,
    changedAt: now - 2_000,
    model: name,
    settings: complete,
    platform,
    scope: names.scope,
    requester,
    address: address({ requester, of, done }),
    source: { kind: 'stored', name: file.name, type: file.type, bytes: file.bytes, fileName: file.name },
    price: model?.price ?? 0,
    hold: 'reserved',
    ...(part.state === undefined || part.state === 'accepted' ? {} : { sourceFile: file }),
  };
  return jobFrom(fieldsFrom({ ...base, ...ended, ...rest }));
}
