/** What is said to a person whose request ends before there is a job. */
import { adminFailures } from '../../../src/core/words/failures/admins.ts';
import { creditsFailures } from '../../../src/core/words/failures/credits.ts';
import { potFailures } from '../../../src/core/words/failures/pots.ts';
import { requestFailures } from '../../../src/core/words/failures/request.ts';
import { sourceFailures } from '../../../src/core/words/failures/source.ts';
import { both, type Section } from '../sample.ts';
import { codesOf, failure } from './failing.ts';

export const refusals: Section = {
  title: 'Refusals',
  about: 'seen by one person: what is wrong, and what to do',
  samples: [
    ...codesOf({
      ...requestFailures,
      ...creditsFailures,
      ...potFailures,
      ...adminFailures,
      ...sourceFailures,
    }).map((code) =>
      both(code, (easel) =>
        easel.answer(async () => {
          throw failure(code);
        }),
      ),
    ),
    both('Which job', (easel) => easel.said('jobs cancel')),
    both('Not an admin', (easel) => easel.said('check')),
    both('Words that are no setting', (easel) => easel.said('credits limits weekly=5', { admin: true })),
  ],
};
