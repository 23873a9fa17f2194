/** Where a job stands: a shape and a word. */
import { pageWords } from '../../words.ts';

const words = pageWords.channel;

/** As the parts call it. */
const states: Readonly<Record<string, string>> = {
  QUEUED: 'queued',
  PROCESSING: 'processing',
  COMPLETED: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

export const State = ({ state }: { state: string }) => (
  <span class="state" data-is={states[state] ?? 'queued'}>
    {words.states[state] ?? state}
  </span>
);
