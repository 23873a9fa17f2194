/** What can be typed after a stroke: the models first. */
import { usualPrice } from '../../chat/form/form.ts';
import type { Prices } from '../../core/credits/prices.ts';
import { about } from '../../core/words/amounts.ts';
import { some } from '../../core/words/names.ts';
import { models } from '../../models/index.ts';
import { pageWords } from '../words.ts';
import { commandWords } from './command-words.ts';
import type { Command } from './view.ts';

export const commandsFor = (prices: Prices): Command[] => [
  ...models.map((model) => ({
    command: model.command,
    model: model.name,
    about: model.does,
    icon: pageWords.icons[model.command] ?? 'enhance',
    cost: [
      some(usualPrice(model, prices)),
      ...(model.usualMs === undefined ? [] : [about(model.usualMs)]),
    ].join(' · '),
  })),
  ...Object.entries(commandWords).map(([command, about]) => ({
    command,
    about,
    icon: 'more',
    cost: '',
  })),
];
