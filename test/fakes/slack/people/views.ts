/** Views: on a person's screen, in a stack of three, and in the Home tab. */

import { everyElement } from '../blocks/blocks.ts';
import type { Input } from '../blocks/elements.ts';
import type { ViewBody } from '../blocks/view-schema.ts';
import { Refusal } from '../http/refusals.ts';
import {
  type FakeState,
  type Installation,
  installationIn,
  type User,
  type View,
  type Workspace,
} from '../state.ts';
import { initialState } from './fields.ts';

/** So many lie on each other. https://docs.slack.dev/surfaces/modals#modal_stacks */
const mostViews = 3;

/** The modals that are open on a person's screen, the topmost last. */
export const stackOf = (state: FakeState, user: User): View[] => state.stacks.get(user) ?? [];

type Opener = { user: User; workspace: Workspace; installation: Installation };

/** A new modal, in place of all that was open, or on top of it. @throws Refusal push_limit_reached */
export function showView(state: FakeState, opener: Opener, body: ViewBody, below: View | undefined): View {
  const stack = below ? stackOf(state, opener.user) : [];
  if (below && (stack.length >= mostViews || !below.open)) throw new Refusal('push_limit_reached');
  if (!below) for (const view of stackOf(state, opener.user)) view.open = false;
  const view = createView(state, opener, body);
  view.previous = below;
  view.root = below?.root ?? below;
  state.stacks.set(opener.user, [...stack, view]);
  return view;
}

/** A view that lies nowhere yet. @throws Refusal duplicate_external_id */
export function createView(
  state: FakeState,
  { user, workspace, installation }: Opener,
  body: ViewBody,
): View {
  const taken = [...state.views.values()].some(
    (it) =>
      it.open && body.external_id && it.body.external_id === body.external_id && it.workspace === workspace,
  );
  if (taken) throw new Refusal('duplicate_external_id');
  const view: View = {
    id: state.ids.next('V'),
    hash: '',
    body,
    workspace,
    installation,
    user,
    previous: undefined,
    root: undefined,
    open: true,
    errors: {},
    entered: new Map(),
    history: [],
  };
  state.views.set(view.id, view);
  redraw(state, view, body);
  return view;
}

/** Another body. What was filled in stays where block id, action id and type stay. */
export function redraw(fakeState: FakeState, view: View, body: ViewBody): void {
  const before = view.entered;
  view.body = body;
  view.hash = fakeState.ids.hash();
  view.errors = {};
  view.entered = new Map();
  view.history.push(body);
  for (const { element, blockId } of everyElement(body.blocks)) {
    const fresh = initialState(element);
    if (!fresh || !('action_id' in element) || !element.action_id) continue;
    const kept = before.get(blockId)?.get(element.action_id);
    const state = kept?.type === fresh.type ? kept : fresh;
    view.entered.set(blockId, (view.entered.get(blockId) ?? new Map()).set(element.action_id, state));
  }
}

/** Takes the topmost modal away; what lies below can be used again. */
export function popView(state: FakeState, view: View): void {
  view.open = false;
  state.stacks.set(
    view.user,
    stackOf(state, view.user).filter((it) => it !== view),
  );
}

/** Takes all modals of the person away. */
export function clearViews(state: FakeState, user: User): void {
  for (const view of stackOf(state, user)) view.open = false;
  state.stacks.set(user, []);
}

/** What the person has in the Home tab. */
export const homeOf = (state: FakeState, user: User, workspace: Workspace): View | undefined =>
  [...state.views.values()].find(
    (it) => it.body.type === 'home' && it.user === user && it.installation === installationIn(workspace),
  );

/** As the API and interactions tell of it. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function viewJson(state: FakeState, view: View): Record<string, unknown> {
  const { body, workspace } = view;
  const modal =
    body.type === 'modal'
      ? {
          title: body.title,
          submit: body.submit ?? null,
          close: body.close ?? null,
          clear_on_close: body.clear_on_close ?? false,
          notify_on_close: body.notify_on_close ?? false,
        }
      : { title: null, submit: null, close: null, clear_on_close: false, notify_on_close: false };
  const values = Object.fromEntries(
    [...view.entered].map(([block, actions]) => [block, Object.fromEntries(actions)]),
  );
  return {
    id: view.id,
    team_id: workspace.id,
    type: body.type,
    blocks: body.blocks,
    private_metadata: body.private_metadata ?? '',
    callback_id: body.callback_id ?? '',
    state: { values },
    hash: view.hash,
    ...modal,
    previous_view_id: view.previous?.id ?? null,
    root_view_id: view.root?.id ?? view.id,
    app_id: state.appId,
    external_id: body.external_id ?? '',
    app_installed_team_id: view.installation.workspace?.id ?? view.installation.enterprise?.id,
    bot_id: view.installation.botId,
  };
}

/** The fields of a view with their labels and places. */
export const inputsOf = (view: View): { input: Input; blockId: string; label: string; optional: boolean }[] =>
  view.body.blocks.flatMap((it) =>
    it.type === 'input'
      ? [
          {
            input: it.element,
            blockId: it.block_id ?? '',
            label: it.label.text,
            optional: it.optional ?? false,
          },
        ]
      : [],
  );
