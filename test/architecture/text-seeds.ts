/** Text that the rules must see. */
import { add, file, harmless, imports, replace, type Seeds } from './changes.ts';

const sentence = 'A sentence that is said in two places.';
const platform = 'src/core/ports/platform.ts';

export const textSeeds = {
  'the environment is read in main only': [
    file('src/settings/seed.ts', 'export const home = process.env.HOME;'),
    harmless('src/settings/seed.ts', '// As process.env has it.'),
  ],
  'core and chat name no platform': [
    file('src/core/jobs/seed.ts', '// As Slack has it.'),
    file('src/chat/seed.ts', "export const seed = 'discord';"),
    harmless('src/chat/seed.ts', '// It slackens.'),
  ],
  "a platform's name is a string in its own index only": [
    [add({ 'src/main.ts': 'const seed = "slack";' }), ['slack: src/main.ts']],
    [
      add({ 'src/bots/slack/cards/seed.ts': "const seed = 'discord';" }),
      ['discord: src/bots/slack/cards/seed.ts'],
    ],
    [add({ 'src/chat/seed.ts': 'const seed = `terminal`;' }), ['terminal: src/chat/seed.ts']],
    harmless('src/bots/slack/index.ts', "export const name = 'slack';"),
    harmless('src/main.ts', "import './bots/slack/index.ts'; // 'slack'"),
  ],
  "custom ids are spelled in a chat's ids.ts only": [
    file('src/bots/discord/cards/seed.ts', `export const seed = (id: string) => \`v1:seed:\${id}\`;`),
    file('src/chat/seed.ts', 'export const seed = /^v1:/;'),
    harmless('src/bots/discord/ids.ts', "export const seed = 'v1:seed';"),
  ],
  'no module keeps a WeakMap': [
    file('src/bots/slack/seed.ts', 'const rooms = new WeakMap<object, string>();'),
    file('src/core/seed.ts', `const it = \`\${'{'}\`;\nexport const seed = new WeakMap();`),
    harmless(
      'src/bots/slack/seed.ts',
      'export const seed = () => {\n  return new WeakMap<object, string>();\n};',
    ),
  ],
  'programs are started only where each has its bounds': [
    file('src/lab/media/seed.ts', "import { spawn } from 'node:child_process';\nspawn('ffmpeg');"),
    harmless('src/lab/media/seed.ts', "import { runFfmpeg } from '../../ffmpeg/ffmpeg.ts';"),
  ],
  'no literal is spread': [
    file('src/core/seed.ts', 'export const seed = { ...{ one: 1 }, two: 2 };'),
    file('src/core/seed.ts', 'export const seed = {\n  ...{\n    one: 1,\n  },\n};'),
    harmless('src/core/seed.ts', 'export const seed = { ...(Math.random() > 1 ? { one: 1 } : {}) };'),
    harmless('src/core/seed.ts', "export const seed = '...{ one }'; // ...{ two }"),
  ],
  'no sentence stands in two files of words': [
    [
      add({
        'src/chat/words.ts': `const a = '${sentence}';`,
        'src/bots/slack/words/seed.ts': `const b = \`${sentence}\${1}\`;`,
      }),
      [`"${sentence}": src/chat/words.ts src/bots/slack/words/seed.ts`],
    ],
    [
      add({
        'src/chat/words.ts': `const a = '${sentence}';`,
        'src/chat/seed.ts': `const b = '${sentence}';`,
      }),
      [],
    ],
    [
      imports({
        'src/chat/words.ts': 'src/core/words/seed.ts',
        'src/lab/words.ts': 'src/core/words/seed.ts',
      }),
      [],
    ],
  ],
  'what Platform and Provider have is implemented and read': [
    [
      replace(platform, 'export type Platform = {', 'export type Platform = {\n  seed?: string;'),
      ['Platform.seed has no implementer', 'Platform.seed has no reader'],
    ],
    [
      replace(platform, 'export type Platform = {', 'export type Platform = {\n  seed(of: string): string;'),
      ['Platform.seed has no reader'],
    ],
    [
      replace(platform, 'export type Platform', 'export type Port'),
      ['Platform is not found in src/core/ports'],
    ],
  ],
} satisfies Seeds;
