/** What the app answers to a submitted modal. https://docs.slack.dev/surfaces/modals#response_actions */
import { z } from 'zod';
import { readView } from '../blocks/check.ts';
import { Refusal } from '../http/refusals.ts';
import type { FakeState, View } from '../state.ts';
import type { OpenExchange } from './exchange.ts';
import { clearViews, inputsOf, popView, redraw, showView } from './views.ts';

const answer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
]);

/** Shows the errors, closes the view, or puts another there. What the client could not show is a violation. */
export function takeSubmission(state: FakeState, view: View, body: unknown, exchange: OpenExchange): void {
  const wrong = (...errors: string[]) => state.violations.push({ method: 'view_submission', errors });
  // A view that was sent twice is gone by the second answer.
  if (!view.open) return;
  if (body === undefined || body === '') {
    popView(state, view);
    return;
  }
  const read = answer.safeParse(body);
  if (!read.success) {
    wrong(`not an answer: ${JSON.stringify(body)}`);
    return;
  }
  const { data } = read;
  try {
    switch (data.response_action) {
      case 'errors': {
        const fields = new Set(inputsOf(view).map(({ blockId }) => blockId));
        for (const id of Object.keys(data.errors))
          if (!fields.has(id)) wrong(`there is no input block ${id}`);
        if (Object.keys(data.errors).length === 0) wrong('errors is empty');
        view.errors = data.errors;
        exchange.refused(data.errors);
        return;
      }
      case 'clear':
        clearViews(state, view.user);
        return;
      case 'update':
        redraw(state, view, readView(state, view.installation, data.view, 'modal'));
        exchange.opened(view);
        return;
      case 'push':
        exchange.opened(showView(state, view, readView(state, view.installation, data.view, 'modal'), view));
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    wrong(error.error, ...error.issues);
  }
}
