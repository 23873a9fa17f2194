/** Imports that the rules must see. */
import { add, allowed, arrow, imports, type Seeds } from './changes.ts';

export const importSeeds = {
  'every import of a file leads to one that is there': [
    [add({ 'src/seed.ts': "import './gone.ts';" }), ['src/seed.ts → src/gone.ts']],
    [add({ 'src/seed.ts': "// import './gone.ts';" }), []],
  ],
  'models import zod and models': [
    arrow('src/models/seed.ts', 'src/core/domain/seed.ts'),
    arrow('src/models/seed.ts', 'sharp'),
    allowed('src/models/seed.ts', 'zod'),
  ],
  'async imports itself': [arrow('src/async/seed.ts', 'src/models/seed.ts')],
  'node imports itself': [arrow('src/node/seed.ts', 'src/async/seed.ts')],
  'ffmpeg imports async, node and itself': [arrow('src/ffmpeg/seed.ts', 'src/core/seed.ts')],
  'embedded imports async, node and itself': [arrow('src/embedded/seed.ts', 'src/lab/seed.ts')],
  'core imports models and core, never a chat, a bot or the lab': [
    arrow('src/core/domain/seed.ts', 'src/chat/seed.ts'),
    arrow('src/core/domain/seed.ts', 'src/bots/seed.ts'),
    arrow('src/core/domain/seed.ts', 'src/settings/seed.ts'),
    allowed('src/core/domain/seed.ts', 'src/async/seed.ts'),
  ],
  'settings import core, models and itself': [
    arrow('src/settings/seed.ts', 'src/bots/terminal/seed.ts'),
    allowed('src/settings/seed.ts', 'src/core/seed.ts'),
  ],
  'chat imports core, models and itself': [
    arrow('src/chat/seed.ts', 'src/bots/terminal/seed.ts'),
    arrow('src/chat/commands/seed.ts', 'src/embedded/seed.ts'),
    allowed('src/chat/commands/seed.ts', 'src/core/seed.ts'),
  ],
  'pages import chat, core, models and itself': [
    arrow('src/pages/seed.ts', 'src/bots/terminal/seed.ts'),
    arrow('src/pages/parts/seed.tsx', 'src/settings/seed.ts'),
    allowed('src/pages/seed.ts', 'src/chat/seed.ts'),
  ],
  'the lab imports models, what starts a service, FFmpeg, what reads and writes a file, and itself': [
    arrow('src/lab/seed.ts', 'src/core/seed.ts'),
    arrow('src/lab/seed.ts', 'src/core/domain/seed.ts'),
    allowed('src/lab/seed.ts', 'src/core/media/probe/seed.ts'),
  ],
  'a bot imports chat, core, models and itself, never another bot': [
    arrow('src/bots/slack/cards/seed.ts', 'src/bots/discord/cards/seed.ts'),
    arrow('src/bots/terminal/seed.ts', 'src/bots/index.ts'),
    arrow('src/bots/discord/seed.ts', 'src/main.ts'),
    allowed('src/bots/discord/seed.ts', 'src/chat/seed.ts'),
  ],
  'the lab is imported only where the provider is chosen': [
    arrow('src/main.ts', 'src/lab/seed.ts'),
    arrow('src/embedded/seed.ts', 'src/lab/seed.ts'),
  ],
  'a package is known in its own place only': [
    arrow('src/bots/terminal/seed.ts', 'discord.js'),
    arrow('src/bots/discord/seed.ts', '@slack/web-api'),
    arrow('src/chat/seed.ts', 'bullmq'),
    arrow('src/core/jobs/seed.ts', 'ioredis'),
    arrow('src/core/store/seed.ts', 'js-redis-server'),
    arrow('src/bots/discord/seed.ts', 'undici'),
    arrow('src/main.ts', 'pino'),
    arrow('src/main.ts', 'commander'),
  ],
  'no files import each other in a circle, types included': [
    [
      imports({
        'src/seed-a.ts': 'src/seed-b.ts',
        'src/seed-b.ts': 'src/seed-c.ts',
        'src/seed-c.ts': 'src/seed-a.ts',
      }),
      ['src/seed-a.ts src/seed-b.ts src/seed-c.ts'],
    ],
    allowed('src/seed-a.ts', 'src/seed-b.ts'),
  ],
} satisfies Seeds;
