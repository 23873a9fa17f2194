import { afterAll, beforeAll, it } from 'vitest';
import { openPage } from './people.ts';

let at: Awaited<ReturnType<typeof openPage>>;
beforeAll(async () => {
  at = await openPage({ processingMs: 1500 });
});
afterAll(() => at.close());
it('explores', async () => {
  await at.people.come('Dora');
  const page = await at.people.come();
  await page.getByLabel('Who are you here?').fill('dora');
  page.on('response', async (r) => console.log(r.url(), r.status(), await r.text().catch(() => '')));
  await page.getByRole('button', { name: 'Come in' }).click();
  await new Promise((r) => setTimeout(r, 2000));
  await page.screenshot({ path: '/tmp/browser-shots/12.png' });
});
