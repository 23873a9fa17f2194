import { it } from 'vitest';
import { openRoom } from './slack-room.ts';
it('x', async () => {
  const room = await openRoom();
  const time = async (name: string, f: () => Promise<unknown>) => { const t = Date.now(); await Promise.race([f(), new Promise((r) => setTimeout(r, 15000))]); console.log(name, Date.now() - t); };
  await time('platform', () => room.platform.stop());
  await time('engine', () => room.bed.engine.stop());
  await time('bed', () => room.bed.close());
  await time('slack', () => room.slack.close());
}, 90000);
