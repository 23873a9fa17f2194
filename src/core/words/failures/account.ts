/** Why nobody knows what the account at the provider holds, as sentences for whoever runs the place. */
import { providerFailures } from './provider.ts';

export const accountTrouble = {
  key: `${providerFailures['provider-key'].cause(undefined)} ${providerFailures['provider-key'].next}`,
  silent:
    'The provider did not answer when it was asked what its account holds; jobs go on without knowing that.',
  unreadable:
    'The provider answered in a way that cannot be read when it was asked what its account holds; jobs go on without knowing that.',
} as const;
