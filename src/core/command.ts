/** What a chat asks for, and what it may ask of the engine. */
import type { Job, Json, Source } from './job/record.ts';
import type { Stored } from './media/files.ts';
import type { View } from './view.ts';

export type Command = {
  /**
   * The platform's own name for this request (an interaction or event id): the same key is the same job, however
   * often the platform delivers it.
   */
  key: string;
  platform: string;
  /** Where the job is shown; JSON that only its platform reads. */
  address: Json;
  /** The guild or workspace, and the person in it. */
  scope: string;
  requester: string;
  /** A model's name or its command. */
  model: string;
  /** What the person set, unchecked, without the media. */
  settings: Readonly<Record<string, unknown>>;
  source: Source | undefined;
};

export type Requests = {
  /** Takes a file that the platform has at hand into the data folder. @throws Failure when it is empty, too large or no media. */
  keep(body: AsyncIterable<Uint8Array>): Promise<Stored>;
  /** Checks and accepts it. @throws Failure with the sentence for the person; then nothing was kept or charged. */
  submit(command: Command): Promise<Job>;
  /** Asks for the job to be given up; false when it is over, unknown, or past the point of no return. */
  cancel(id: string): Promise<boolean>;
  read(id: string): Promise<Job | undefined>;
  view(job: Job): Promise<View>;
  /** Waits until the job is over and its person has been told. Rejects when `signal` aborts. */
  settled(id: string, signal?: AbortSignal): Promise<Job>;
};
