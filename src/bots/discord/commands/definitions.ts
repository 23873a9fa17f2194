/** The commands, derived from the models: what Discord is told at the deployment. */
import {
  ApplicationCommandType,
  InteractionContextType,
  ApplicationCommandOptionType as O,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { mostDays } from '../../../chat/commands/credits.ts';
import { limitNames } from '../../../core/domain/limits.ts';
import { models } from '../../../models/index.ts';
import { commandWords as words } from '../words/commands.ts';
import { enhanceName } from '../words/menu.ts';
import { described, modelCommand, where } from './options.ts';
import { potDefinition } from './pot.ts';
import { preferencesDefinition } from './preferences.ts';
import { presetsDefinition } from './presets.ts';
import { privacyDefinition } from './privacy.ts';
import { rulesDefinition } from './rules.ts';
import { job, str, sub } from './subcommands.ts';
import { tryDefinition } from './try.ts';
import { versionsDefinition } from './versions.ts';

const person = (required: boolean) =>
  ({ type: O.User, name: 'person', ...described(words.person), required }) as const;
const role = { type: O.Role, name: 'role', ...described(words.role), required: false } as const;
const channel = { type: O.Channel, name: 'channel', ...described(words.channel), required: false } as const;
const modelOption = {
  type: O.String,
  name: 'model',
  ...described(words.model),
  required: false,
  choices: models.map(({ name, title }) => ({ name: title, value: name })),
} as const;
/** What the help is about. */
const aboutOption = {
  ...modelOption,
  name: 'about',
  ...described(words.about),
  choices: [...modelOption.choices, { name: words.files, value: 'files' }],
};
const gift = [
  person(true),
  str('amount', words.amount, { required: true, max_length: 20 }),
  str('reason', words.reason, { required: true, max_length: 200 }),
];
/** All of them, in one scope. */
export function commandsFor(): RESTPostAPIApplicationCommandsJSONBody[] {
  const plain = { type: ApplicationCommandType.ChatInput as const, ...where };
  return [
    ...models.map(modelCommand),
    {
      ...plain,
      name: 'jobs',
      ...described(words.jobs),
      options: [
        sub('list', words.jobsList),
        sub('show', words.jobsShow, [{ ...job, required: false }]),
        sub('cancel', words.jobsCancel, [job]),
        sub('again', words.jobsAgain, [job]),
        sub('resend', words.jobsResend, [
          job,
          str('where', words.where, {
            choices: [
              { name: words.here, value: 'here' },
              { name: words.directly, value: 'dm' },
            ],
          }),
        ]),
      ],
    },
    {
      ...plain,
      name: 'credits',
      ...described(words.credits),
      options: [
        sub('show', words.creditsShow, [person(false)]),
        sub('grant', words.creditsGrant, gift),
        sub('revoke', words.creditsRevoke, gift),
        sub('limits', words.creditsLimits),
        sub('set', words.creditsSet, [
          str('limit', words.limit, {
            required: true,
            choices: limitNames.map((name) => ({ name, value: name })),
          }),
          str('value', words.value, { max_length: 400 }),
          role,
          channel,
        ]),
        ...(['allow', 'deny', 'forget'] as const).map((rule) =>
          sub(rule, words[rule], [modelOption, channel]),
        ),
        sub('block', words.block, [
          person(true),
          str('time', words.time, { required: true, max_length: 10 }),
          str('reason', words.blockReason, { max_length: 200 }),
        ]),
        sub('unblock', words.unblock, [person(true)]),
        sub('audit', words.audit),
        sub('usage', words.usage, [
          {
            type: O.Integer,
            name: 'days',
            ...described(words.days),
            required: false,
            min_value: 1,
            max_value: mostDays,
          },
        ]),
      ],
    },
    {
      ...plain,
      name: 'darkroom',
      ...described(words.darkroom),
      contexts: [InteractionContextType.Guild],
      default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
      options: [sub('settings', words.settings), sub('check', words.check)],
    },
    preferencesDefinition,
    tryDefinition,
    presetsDefinition,
    privacyDefinition,
    potDefinition,
    versionsDefinition,
    rulesDefinition,
    { ...plain, name: 'help', ...described(words.help), options: [aboutOption] },
    { type: ApplicationCommandType.Message, name: enhanceName, ...where },
  ];
}
