/** What axe finds on a page as it stands. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

type Found = {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
};
/** What axe calls serious or critical, with the markup that it means. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<Found> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
