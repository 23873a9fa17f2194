/** Files in places that the rules must see. */
import { add, allowed, arrow, file, harmless, imports, remove, type Seed, type Seeds } from './changes.ts';

const many = (folder: string, count: number) =>
  add(Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/file-${index}.ts`, ''])));

export const folderSeeds = {
  'a folder has at most 15 files': [
    [many('src/seed', 16), ['src/seed']],
    [many('test/seed', 16), ['test/seed']],
    [many('test/seed', 15), []],
  ],
  'no folders import each other in a circle': [
    ...['src', 'src/core', 'src/core/store', 'src/bots/slack', 'src/chat'].map(
      (folder): Seed => [
        imports({
          [`${folder}/seed-a/one.ts`]: `${folder}/seed-b/one.ts`,
          [`${folder}/seed-b/two.ts`]: `${folder}/seed-a/two.ts`,
        }),
        [`${folder}: seed-a seed-b`],
      ],
    ),
    allowed('src/core/seed.ts', 'src/core/seed/one.ts'),
  ],
  'rooms import only what is below them or on their own floor': [
    arrow('src/core/words/seed.ts', 'src/core/domain/seed.ts'),
    arrow('src/core/text/seed.ts', 'src/core/store/seed.ts'),
    arrow('src/core/media/fit/seed.ts', 'src/core/credits/seed.ts'),
    arrow('src/core/credits/seed.ts', 'src/core/ports/seed.ts'),
    arrow('src/core/ports/seed.ts', 'src/core/card-updates/seed.ts'),
    arrow('src/core/card-updates/seed.ts', 'src/core/jobs/seed.ts'),
    arrow('src/bots/slack/context.ts', 'src/bots/slack/words/seed.ts'),
    arrow('src/bots/slack/words/seed.ts', 'src/bots/slack/connection/seed.ts'),
    arrow('src/bots/discord/connection/seed.ts', 'src/bots/discord/cards/seed.ts'),
    arrow('src/bots/discord/cards/seed.ts', 'src/bots/discord/requests/seed.ts'),
    arrow('src/bots/discord/requests/seed.ts', 'src/bots/discord/form/seed.ts'),
    arrow('src/bots/slack/commands/seed.ts', 'src/bots/slack/home/seed.ts'),
    arrow('src/bots/slack/home/seed.ts', 'src/bots/slack/listeners/seed.ts'),
    arrow('src/bots/discord/listeners/seed.ts', 'src/bots/discord/index.ts'),
    allowed('src/core/store/seed.ts', 'src/core/media/seed.ts'),
    allowed('src/bots/slack/index.ts', 'src/bots/slack/cards/seed.ts'),
    [add({ 'src/core/seed.ts': '' }), ['src/core/seed has no floor']],
    [add({ 'src/bots/discord/seed/one.ts': '' }), ['src/bots/discord/seed has no floor']],
  ],
  'both chats have rooms of the same names': [
    [remove('src/bots/discord/form'), ['src/bots/discord/form is missing']],
    [remove('src/bots/slack/home'), ['src/bots/slack/home is missing']],
    [add({ 'src/bots/discord/home/seed.ts': '' }), ['src/bots/discord/home is one more']],
  ],
  'chat has files, its commands and what is typed': [
    [add({ 'src/chat/seed/one.ts': '' }), ['src/chat/seed']],
    harmless('src/chat/seed.ts'),
    harmless('src/chat/commands/seed.ts'),
  ],
  'a file is named for its subject': [
    file('src/chat/utils.ts'),
    file('src/core/media/picture-helpers.ts'),
    file('test/slack/misc.test.ts'),
    harmless('src/core/media/utility-bill.ts'),
  ],
} satisfies Seeds;
