/** The one card of several jobs: a line for each, in the order of the request. */
import { ComponentType, userMention } from 'discord.js';
import { batchActionsOf, type Menu } from '../../../../chat/batch/actions.ts';
import type { BatchLine, View } from '../../../../core/view/view.ts';
import { cut } from '../../../../core/words/cut.ts';
import { bar, shapes, status } from '../../../../core/words/status.ts';
import { type Address, isFarewell } from '../../address.ts';
import { build } from '../../ids.ts';
import { words } from '../../words/request.ts';
import { pictured } from '../card.ts';
import {
  type Body,
  bodyOf,
  button,
  buttonOf,
  container,
  developing,
  longText,
  moment,
  plain,
  rows,
  small,
  text,
} from '../components.ts';

type How = { now: number; neutral?: boolean };

/** Characters of one line: ten of them fit into a message. */
const longestLine = 250;
/** Of all lines: a message takes 4,000. */
const longestLines = 2_500;
/** https://docs.discord.com/developers/components/reference#string-select */
const longestOption = 100;

/** A menu of actions, each with all that it needs in its option: it works after a restart as before. */
export const menuOf = (id: string, { label, options }: Menu) => ({
  type: ComponentType.ActionRow as const,
  components: [
    {
      type: ComponentType.StringSelect as const,
      custom_id: build({ kind: 'menu', id }),
      placeholder: label,
      options: options.map((it) => ({
        label: cut(it.label, longestOption),
        value: build({ kind: 'act', act: it.act, id: it.id, argument: it.argument }),
      })),
    },
  ],
});

/** @param how.neutral without what people or the provider wrote, for when Discord refuses the text. */
export function albumCard(view: View, address: Address, { now, neutral = false }: How): Body {
  const { state, progress, line, id, batch = [], over } = view;
  const shown = !over && progress !== undefined ? [`${bar(progress)} ·`] : [];
  const { buttons, menu } = batchActionsOf(view);
  const pressed = [
    ...buttons.map(buttonOf),
    ...(address.member || over ? [] : [button(build({ kind: 'refresh', id }), words.refresh)]),
  ];
  const { token } = address;
  const still =
    token && !over && isFarewell(address, now) ? [small(words.standsStill(moment(token.until)))] : [];
  const facts = [
    neutral ? '' : plain(view.settings),
    view.price,
    view.cancelCost,
    view.lab ? status.lab : '',
  ];
  const what = text(
    [
      words.what(plain(view.title), userMention(address.requester)),
      [`**${state}**`, ...shown, plain(line)].join(' '),
    ].join('\n'),
  );
  // Steps are of one picture; of several none stands for all.
  const picture = view.recipe && !over && !neutral ? address.picture : undefined;
  const said = [
    picture === undefined ? what : pictured([what], picture, view, address.spoiler),
    longText(
      batch.map((it) => drawnLine(it, neutral)),
      longestLines,
    ),
    ...view.losses.slice(0, 1).map(() => text(view.losses.map(plain).join(' '))),
    small(facts.filter((it) => it !== undefined && it !== '').join(' · ')),
  ];
  const inside = [...said, ...still, ...rows(pressed), ...(menu ? [menuOf(id, menu)] : [])];
  return bodyOf(over ? inside : [container(inside, state === 'PROCESSING' ? developing : undefined)]);
}

/** `✓ 1. lake.jpg · 360 × 240 → 1440 × 960` */
function drawnLine({ position, name, state, over, said, view }: BatchLine, neutral: boolean): string {
  const mark = over ? `${shapes[state] ?? ''} ` : '';
  const named = neutral ? '' : ` ${cut(plain(name), 80)}`;
  const reason = neutral && state === 'FAILED' ? status.failed : plain(said);
  const link = view?.removed ? ` · ${words.removedShort}` : '';
  return cut(`${mark}${position + 1}.${named} · ${reason}${link}`, longestLine);
}
