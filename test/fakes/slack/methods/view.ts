/** `views.*`. https://docs.slack.dev/reference/methods?family=views */
import { z } from 'zod';
import { readView } from '../blocks/check.ts';
import { Refusal } from '../http/refusals.ts';
import { createView, homeOf, redraw, showView, viewJson } from '../people/views.ts';
import type { Trigger, View } from '../state.ts';
import { type Answer, type Call, type Method, method, userOf, workspaceOf } from './method.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses */
const triggerMs = 3000;

const triggered = { trigger_id: z.string(), view: z.unknown() };

export const viewMethods: readonly Method[] = [
  method('views.open', [], triggered, (args, call) => {
    const trigger = use(call, args.trigger_id);
    return shown(call, trigger, showView(call.state, trigger, body(call, args.view), undefined));
  }),
  method('views.push', [], triggered, (args, call) => {
    const trigger = use(call, args.trigger_id);
    if (trigger.view?.body.type !== 'modal') throw new Refusal('invalid_trigger_id');
    return shown(call, trigger, showView(call.state, trigger, body(call, args.view), trigger.view));
  }),
  method(
    'views.update',
    [],
    {
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
      view: z.unknown(),
    },
    (args, call) => {
      const view = [...call.state.views.values()].find(
        (it) =>
          it.installation === call.installation &&
          (args.view_id ? it.id === args.view_id : it.open && it.body.external_id === args.external_id),
      );
      if (!view?.open) throw new Refusal('not_found');
      return redrawn(call, view, args);
    },
  ),
  method(
    'views.publish',
    [],
    {
      user_id: z.string(),
      hash: z.string().optional(),
      team_id: z.string().optional(),
      view: z.unknown(),
    },
    (args, call) => {
      const { state, installation } = call;
      const user = userOf(call, args.user_id, 'user_not_found');
      const workspace = user.workspace ?? workspaceOf(call, args.team_id);
      const before = homeOf(state, user, workspace);
      if (before) return redrawn(call, before, args);
      const home = readView(state, installation, args.view, 'home');
      return { view: viewJson(state, createView(state, { user, workspace, installation }, home)) };
    },
  ),
];

const body = ({ state, installation }: Call, sent: unknown) => readView(state, installation, sent, 'modal');

/** A trigger works once, for three seconds. A view that is refused uses it up as well. @throws Refusal */
function use({ state, installation }: Call, id: string): Trigger {
  const trigger = state.triggers.get(id);
  if (!trigger || trigger.installation !== installation) throw new Refusal('invalid_trigger_id');
  if (trigger.used) throw new Refusal('exchanged_trigger_id');
  if (state.clock.now() - trigger.at > triggerMs) throw new Refusal('expired_trigger_id');
  trigger.used = true;
  return trigger;
}

function shown({ state }: Call, trigger: Trigger, view: View): Answer {
  trigger.opened(view);
  return { view: viewJson(state, view) };
}

/** @throws Refusal hash_conflict */
function redrawn(
  { state, installation }: Call,
  view: View,
  { hash, view: sent }: { hash?: string | undefined; view?: unknown },
): Answer {
  if (hash !== undefined && hash !== view.hash) throw new Refusal('hash_conflict');
  const type = view.body.type;
  redraw(state, view, readView(state, installation, sent, type));
  return { view: viewJson(state, view) };
}
