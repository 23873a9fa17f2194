/** What a person does with buttons, fields and modals. */
import type { Placed } from '../blocks/blocks.ts';
import { createResponseUrl } from '../http/response-url.ts';
import type { Entered, FakeState, View } from '../state.ts';
import { beginExchange, type Exchange, interactionBase, type Who } from './exchange.ts';
import { enter, type Given, isFilled } from './fields.ts';
import { contextOf, elementsIn, type Filled, idOf, isView, look, named, type Place } from './place.ts';
import { takeSubmission } from './submission.ts';
import { clearViews, inputsOf, popView, viewJson } from './views.ts';

export type Screen = {
  /** A button by its action id, or by its label, in a message, a modal or the Home tab. */
  press(place: Place, button: string): Exchange;
  /**
   * Enters something into one field or menu, by action id or block id. The app is told when it is a menu of a message,
   * or a field with `dispatch_action`; undefined: it was not.
   */
  choose(place: Place, name: string, given: Given): Promise<Exchange | undefined>;
  /** Fills in a modal, by action ids or block ids, and sends it; what is not given stays as it is. */
  submit(view: View, values?: Readonly<Record<string, Given>>): Promise<Exchange>;
  /** Closes a modal with its cross; `all`: with "Clear all". The app is told where it asked for it. */
  closeView(view: View, how?: { all?: boolean }): Exchange | undefined;
  /** Types into an `external_select`; the acknowledgement's body has the options. */
  suggest(place: Place, name: string, typed: string): Exchange;
};

/** @param who they are; a message or view they act on is used where it stands. */
export function screenOf(fakeState: FakeState, who: Who): Screen {
  const { user } = who;
  /** What stands in the fields of messages on this person's screen. */
  const filled = new Map<Place, Filled>();

  return {
    press(place, button) {
      const all = elementsIn(fakeState, user, place).filter(({ element }) => element.type === 'button');
      const byId = all.filter(({ element }) => 'action_id' in element && element.action_id === button);
      const byLabel = all.filter(({ element }) => element.type === 'button' && element.text.text === button);
      const found = byId.length > 0 ? byId : byLabel;
      const [one] = found;
      const names = all.map(({ element }) => ('action_id' in element ? element.action_id : '')).join(', ');
      if (!one) throw new Error(`There is no button "${button}"; there are ${names || 'none'}`);
      if (found.length > 1) throw new Error(`There are ${found.length} buttons "${button}"`);
      const { element } = one;
      if (element.type !== 'button') throw new Error('not a button');
      return act(place, one, { text: element.text, ...(element.value ? { value: element.value } : {}) });
    },
    async choose(place, name, given) {
      const one = named(fakeState, user, place, name);
      const { element, blockId } = one;
      if (element.type === 'overflow') {
        const option = element.options.find((it) => it.value === given || it.text.text === given);
        if (!option) throw new Error(`"${name}" has no option "${given}"`);
        return act(place, one, { selected_option: option });
      }
      const entered = await enter(fakeState, who, element, given);
      keep(filledIn(place), blockId, idOf(one), entered);
      const { blocks } = isView(place) ? place.body : place;
      const input = blocks.find((it) => it.block_id === blockId);
      if (input?.type === 'input' && !input.dispatch_action) return undefined;
      const { type: _, ...state } = entered;
      return act(place, one, state);
    },
    async submit(view, values = {}) {
      look(fakeState, user, view);
      if (view.body.type !== 'modal' || !view.body.submit) throw new Error('The view has no submit button');
      const fields = inputsOf(view);
      for (const [name, given] of Object.entries(values)) {
        const one = named(fakeState, user, view, name);
        const entered = await enter(fakeState, who, one.element, given);
        // The form may have been drawn again while a file was on its way: what is entered goes into the one that stands now.
        keep(view.entered, one.blockId, idOf(one), entered);
      }
      for (const { input, blockId, label, optional } of fields) {
        const state = view.entered.get(blockId)?.get(input.action_id ?? '');
        if (!optional && state && !isFilled(state))
          throw new Error(`The client does not send "${input.action_id}" (${label}): it is required`);
      }
      return beginExchange(fakeState, who, {
        kind: 'interaction',
        name: 'view_submission',
        view,
        payload: {
          type: 'view_submission',
          ...interactionBase(fakeState, who),
          view: viewJson(fakeState, view),
          response_urls: responseUrls(view),
        },
        take: (body, exchange) => takeSubmission(fakeState, view, body, exchange),
      });
    },
    closeView(view, { all = false } = {}) {
      look(fakeState, user, view);
      const told = view.body.type === 'modal' && view.body.notify_on_close;
      const json = viewJson(fakeState, view);
      if (all || (view.body.type === 'modal' && view.body.clear_on_close)) clearViews(fakeState, user);
      else popView(fakeState, view);
      if (!told) return undefined;
      return beginExchange(fakeState, who, {
        kind: 'interaction',
        name: 'view_closed',
        payload: { type: 'view_closed', ...interactionBase(fakeState, who), view: json, is_cleared: all },
      });
    },
    suggest(place, name, typed) {
      const one = named(fakeState, user, place, name);
      return beginExchange(fakeState, who, {
        kind: 'interaction',
        name: 'block_suggestion',
        payload: {
          type: 'block_suggestion',
          ...interactionBase(fakeState, who),
          ...contextOf(fakeState, place, filledIn(place)),
          block_id: one.blockId,
          action_id: idOf(one),
          value: typed,
        },
      });
    },
  };

  function filledIn(place: Place): Filled {
    if (isView(place)) return place.entered;
    const known = filled.get(place) ?? new Map();
    filled.set(place, known);
    return known;
  }

  function act(place: Place, one: Placed, state: Record<string, unknown>): Exchange {
    const { element, blockId } = one;
    const action = {
      type: element.type,
      action_id: idOf(one),
      block_id: blockId,
      ...('style' in element && element.style ? { style: element.style } : {}),
      ...state,
      action_ts: fakeState.ids.ts(),
    };
    return beginExchange(fakeState, who, {
      kind: 'interaction',
      name: 'block_actions',
      ...(isView(place) ? { view: place } : { source: place, replyTo: place.channel }),
      payload: {
        type: 'block_actions',
        ...interactionBase(fakeState, who),
        ...contextOf(fakeState, place, filledIn(place)),
        actions: [action],
      },
    });
  }

  /** A channel that was chosen with `response_url_enabled` can be answered to. */
  function responseUrls(view: View): object[] {
    return inputsOf(view).flatMap(({ input, blockId }) => {
      if (!('response_url_enabled' in input) || !input.response_url_enabled) return [];
      const held = view.entered.get(blockId)?.get(input.action_id ?? '');
      const channel = fakeState.channels.get(String(held?.selected_conversation ?? held?.selected_channel));
      if (!channel) return [];
      const to = { channel, user, installation: view.installation, source: undefined, replies: [] };
      const url = createResponseUrl(fakeState, to);
      return [{ block_id: blockId, action_id: input.action_id, channel_id: channel.id, response_url: url }];
    });
  }
}

function keep(filled: Filled, blockId: string, actionId: string, entered: Entered): void {
  filled.set(blockId, (filled.get(blockId) ?? new Map()).set(actionId, entered));
}
