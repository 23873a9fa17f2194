/** The owner's account at the provider, as far as its answers tell of it. */
import { within } from '../../async/deadline.ts';
import { Failure } from '../domain/failure.ts';
import type { Log } from '../log.ts';
import type { ProviderBooks, SeenAccount, Trouble } from '../store/ledger/provider.ts';
import { accountTrouble } from '../words/failures/account.ts';
import type { Provider } from './types.ts';
import { ProviderUnreadable } from './unavailable.ts';

/** `lab`: there is none, since the lab stands in. `problem`: why the provider tells nothing, as a sentence. */
export type ProviderAccount = { lab: true } | ({ lab: false; problem: string | undefined } & SeenAccount);

/** ms. What is not answered by then is told as it was last seen. */
const askMs = 1_500;

/** The provider, whose answers are watched for what they say of the account, and what is known of it. */
export function watchedAccount({
  provider,
  ledger,
  log,
  lab,
}: {
  provider: Provider;
  ledger: ProviderBooks;
  log: Pick<Log, 'debug'>;
  lab: boolean;
}): { provider: Provider; account: () => Promise<ProviderAccount> } {
  // The lab's money is nobody's.
  if (lab) return { provider, account: async () => ({ lab: true }) };
  const failed = (error: unknown) => log.debug({ err: error }, 'what is left with the provider was not kept');
  return { provider: watched(provider, ledger, failed), account: () => accountAt(provider, ledger) };
}

/** @param failed hears that something could not be kept */
function watched(provider: Provider, books: ProviderBooks, failed: (error: unknown) => void): Provider {
  // Nobody waits for it: a job is worth more than a number.
  const note = (kept: Promise<void>) => void kept.catch(failed);
  return {
    ...provider,
    async submit(request, options) {
      const answer = await provider.submit(request, options);
      if (answer.kind === 'refused' && answer.failure.code === 'provider-credits') note(books.seenRefusal());
      return answer;
    },
    async check(operation, options) {
      const answer = await provider.check(operation, options);
      if (answer.kind === 'completed' && answer.left !== undefined) note(books.seenBalance(answer.left));
      return answer;
    },
  };
}

/** Asks once, and answers what is known then. Never rejects for the provider's sake. */
export async function lookAtAccount(
  { credits }: Pick<Provider, 'credits'>,
  books: ProviderBooks,
): Promise<SeenAccount> {
  const [balance] = await Promise.allSettled([within(askMs, credits({ once: true }))]);
  if (balance.status === 'fulfilled') await books.seenBalance(balance.value.credits + balance.value.free);
  else await books.seenTrouble(troubleOf(balance.reason));
  return books.seenAccount();
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof Failure) return 'key';
  return error instanceof ProviderUnreadable ? 'unreadable' : 'silent';
}

/** What was seen last: now, or where the provider is silent, earlier. */
async function accountAt(
  provider: Pick<Provider, 'credits'>,
  books: ProviderBooks,
): Promise<ProviderAccount> {
  const seen = await lookAtAccount(provider, books);
  return { lab: false, problem: seen.trouble && accountTrouble[seen.trouble], ...seen };
}
