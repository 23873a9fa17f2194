/**
 * What one would write first: the whole job in one BullMQ processor that retries. It is here so that the kill suite
 * can be seen to fail: it pays twice and posts twice where the engine must not.
 */
import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { segmindProvider } from '../../../src/core/provider/provider.ts';
import type { Trial } from './kill-worker.ts';

export async function runNaive(trial: Trial, checkpoint: (name: string) => void): Promise<void> {
  const connect = () => new Redis(trial.redisUrl, { maxRetriesPerRequest: null });
  const connections = [connect(), connect(), connect()] as const;
  const provider = segmindProvider({
    apiUrl: trial.labUrl,
    uploadUrl: trial.labUrl,
    key: 'SG_0123456789abcdef',
  });
  const shared = { prefix: trial.prefix };
  const queue = new Queue(trial.prefix, { ...shared, connection: connections[0] });
  const events = new QueueEvents(trial.prefix, { ...shared, connection: connections[1] });
  await events.waitUntilReady();
  const worker = new Worker(
    trial.prefix,
    async () => {
      const answer = await provider.submit({
        slug: 'clarityai-flux-upscaler',
        body: { image: `${trial.labUrl}/none`, prompt: trial.prefix },
      });
      checkpoint('submit answered');
      if (answer.kind !== 'accepted') throw new Error(answer.kind);
      for (let state = ''; state !== 'completed'; ) state = (await provider.check(answer.operation)).kind;
      checkpoint('completed seen');
      const response = await fetch(`${trial.chatUrl}/posts/${trial.id}`, { method: 'POST' });
      await response.text();
      checkpoint('posted');
    },
    { ...shared, connection: connections[2], lockDuration: 600, stalledInterval: 300, maxStalledCount: 10 },
  );
  const job = await queue.add('job', {}, { jobId: `job-${trial.id}`, attempts: 5 });
  await job.waitUntilFinished(events);
  await worker.close();
  await events.close();
  await queue.close();
  await provider.close();
  for (const connection of connections) connection.disconnect();
}
