/** The job that what is paid for together will become, as its card is to have it: whose it is, and of which picture. */
import { fieldsFrom, type Job, jobFrom } from '../job.ts';
import { type Purchase, payerOf } from './purchase.ts';

export function expectedJob(it: Purchase): Job {
  const { command, choice, price, quote } = it;
  const { platform, scope, requester, address, source } = command;
  const job: Partial<Job> = {
    id: quote,
    version: 1,
    state: 'accepted',
    hold: 'reserved',
    createdAt: 0,
    changedAt: 0,
    platform,
    scope,
    requester,
    address,
    price,
    payer: payerOf(it),
    model: choice.model,
    settings: choice.settings,
    source: source ?? { kind: 'link', link: '' },
  };
  return jobFrom(fieldsFrom(job));
}
