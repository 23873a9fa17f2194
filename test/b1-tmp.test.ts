import { it } from 'vitest';
import { openRoom } from './slack-room.ts';
it('closes', async () => {
  const room = await openRoom();
  const t = Date.now();
  const log = (m: string) => console.log(m, Date.now() - t);
  await Promise.race([room.platform.stop().then(() => log('platform')), new Promise((r) => setTimeout(r, 12000))]);
  await Promise.race([room.bed.close().then(() => log('bed')), new Promise((r) => setTimeout(r, 8000))]);
  await Promise.race([room.slack.close().then(() => log('slack')), new Promise((r) => setTimeout(r, 3000))]);
  log('end');
}, 30000);
