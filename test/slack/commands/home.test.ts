/** The Home tab: credits, jobs with their pictures, how to begin, and the small forms for admins. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Person } from '../../fakes/slack/people/person.ts';
import { buttonsOf, messagesIn, textOf } from '../../fakes/slack/people/seen.ts';
import type { View } from '../../fakes/slack/state.ts';
import { type Harness, openHarness } from '../harness/harness.ts';
import { answered, doneJob, filledIn, opened } from '../harness/typed.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness({ limits: {} });
});
afterAll(() => harness.close());
afterEach(() => {
  expect(harness.slack.violations).toEqual([]);
});

const eventually = (assertion: () => unknown) => vi.waitFor(assertion, { timeout: 50_000, interval: 20 });
const person = () => harness.slack.person({ channel: harness.slack.addChannel() });
const admin = () => harness.slack.person({ channel: harness.slack.addChannel(), admin: true });

/** The tab as it is drawn after it was opened now. */
async function home(somebody: Person): Promise<View> {
  const before = somebody.home()?.history.length ?? 0;
  somebody.openHome();
  await eventually(() => expect(somebody.home()?.history.length ?? 0).toBeGreaterThan(before));
  const view = somebody.home();
  if (!view) throw new Error('no tab');
  return view;
}
const labels = (view: View) => buttonsOf(view).map(({ text }) => text.text);
const pictures = ({ body }: View) =>
  body.blocks.flatMap((it) =>
    it.type === 'section' && it.accessory?.type === 'image' ? [it.accessory.slack_file?.id] : [],
  );
const filesIn = ({ channel }: Person) =>
  harness.slack.files().filter(({ shares }) => shares.some((it) => it.channel === channel));
/** Sends a small form and gives what stands at its fields then. */
async function send(somebody: Person, view: View, values: Record<string, string | null>) {
  const sent = await somebody.submit(view, values);
  await sent.acknowledged;
  return sent.errors();
}

describe('the Home tab', () => {
  it('shows what can be spent, and how to begin', async () => {
    const view = await home(person());
    const text = textOf(view);
    expect(text).toContain('▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰  100 % of this month’s allowance left');
    expect(text).toContain('Available: 200 credits');
    expect(text).toContain('You have asked for nothing yet.');
    expect(text).toContain('Three ways in');
    expect(text).not.toContain('For admins');
    expect(labels(view)).toEqual(['New enhancement']);
  });

  it('shows one’s own jobs with their pictures', async () => {
    const [ada, ben] = [person(), person()];
    await home(ada);
    const job = await doneJob(harness, ada, { output_format: 'png' });
    // Slack works on the picture for a while before it can be shown.
    await eventually(async () => expect(pictures(await home(ada))).toHaveLength(1));
    const view = await home(ada);
    expect(pictures(view)).toEqual(filesIn(ada).map(({ id }) => id));
    expect(textOf(view)).toMatch(/\*Larger picture ×2\*, <http[^|]+\|result>\n\*COMPLETED\* · /);
    expect(textOf(view)).toContain(job.id);
    expect(labels(view)).toEqual([
      'Run again',
      'Larger ×4',
      'New detail… 168.4 credits',
      'To video 16.59 credits',
      'Send again here',
      'New enhancement',
    ]);
    expect(textOf(await home(ben))).not.toContain(job.id);
  });

  it('goes on without a picture that is gone', async () => {
    const ada = person();
    await doneJob(harness, ada, { output_format: 'png' });
    await eventually(async () => expect(pictures(await home(ada))).toHaveLength(1));
    const [file] = filesIn(ada);
    if (!file) throw new Error('no file');
    file.deleted = true;
    const view = await home(ada);
    expect(pictures(view)).toEqual([]);
    expect(textOf(view)).toContain('COMPLETED');
    // Slack refused it once.
    harness.slack.violations.splice(0);
  });

  it('opens the form, and runs a job again in it, where the place is asked for', async () => {
    const ada = person();
    const job = await doneJob(harness, ada, { scale: '4', quality: '70' });
    const tab = await home(ada);
    expect((await opened(ada.press(tab, 'New enhancement'))).body.type).toBe('modal');
    const again = await opened(ada.press(tab, 'Run again'));
    expect(filledIn(again)).toMatchObject({ 'field:scale': '4', 'field:quality': '70' });
    expect(again.body.private_metadata).toContain(job.id);
    const next = await opened(ada.press(tab, 'v1:next:svd@16590'));
    expect(filledIn(next)).toMatchObject({ 'field:motion': '127' });
    expect(next.body.private_metadata).toContain(job.id);
  });

  it('is drawn once where Slack delivers the event twice', async () => {
    const ada = person();
    harness.slack.duplicateNext(2, { asRetry: true });
    await home(ada);
    await answered(ada, 'credits');
    expect(ada.home()?.history).toHaveLength(1);
  });
});

describe('for admins', () => {
  it('shows the settings, and what is missing', async () => {
    const boss = admin();
    const { installation } = harness.slack.home.workspace;
    installation?.scopes.delete('channels:join');
    await answered(boss, 'credits limits budget=100');
    const view = await home(boss);
    expect(textOf(view)).toContain('What is missing');
    expect(textOf(view)).toContain('`channels:join` for');
    expect(textOf(view)).toContain('no channel in which admins are told');
    expect(textOf(view)).toContain('(budget): 100 credits');
    expect(labels(view)).toEqual(['New enhancement', 'Change limits', 'Change the budget', 'Grant credits']);
    installation?.scopes.add('channels:join');
    await answered(boss, 'credits limits budget=default');
  });

  it('limits are changed in a form, with errors at their fields, and the tab shows it', async () => {
    const boss = admin();
    const tab = await home(boss);
    const form = await opened(boss.press(tab, 'Change limits'));
    expect(filledIn(form)).toMatchObject({ 'limit:monthly': '200', 'limit:per_job': 'none' });
    expect(
      await send(boss, form, { 'limit:monthly': '1,5', 'limit:period_day': '29', 'limit:per_job': '9' }),
    ).toEqual({
      'limit:monthly': expect.stringContaining('has a comma'),
      'limit:period_day': expect.stringContaining('from 1 to 28'),
    });
    expect(await answered(boss, 'credits limits')).toContain('(per_job): no limit');
    const right = { 'limit:monthly': '150', 'limit:period_day': '1', 'limit:per_job': '9' };
    expect(await send(boss, form, right)).toBeUndefined();
    await eventually(() => expect(textOf(tab)).toContain('(monthly): 150 credits'));
    expect(textOf(tab)).toContain('(per_job): 9 credits');
    const again = await opened(boss.press(tab, 'Change limits'));
    expect(await send(boss, again, { 'limit:monthly': null, 'limit:per_job': 'none' })).toBeUndefined();
    expect(await answered(boss, 'credits limits')).toContain('(monthly): 200 credits');
    // What nobody touched was not set.
    expect(await answered(boss, 'credits audit')).not.toContain('Ask before a job above');
  });

  it('the budget has its channel beside it', async () => {
    const boss = admin();
    const tab = await home(boss);
    const form = await opened(boss.press(tab, 'Change the budget'));
    const { id } = harness.slack.home.channel;
    expect(await send(boss, form, { 'limit:budget': '1000', 'limit:admin_channel': id })).toBeUndefined();
    await eventually(() => expect(textOf(tab)).toContain(`(admin_channel): <#${id}>`));
    expect(textOf(tab)).toContain('(budget): 1000 credits');
    const again = await opened(boss.press(tab, 'Change the budget'));
    expect(await send(boss, again, { 'limit:budget': 'none', 'limit:admin_channel': null })).toBeUndefined();
    expect(await answered(boss, 'credits limits')).toContain('(admin_channel): none');
  });

  it('credits are granted in a form, once however often it is sent, and taken back', async () => {
    const [boss, ada] = [admin(), person()];
    const [tab, hers] = [await home(boss), await home(ada)];
    const form = await opened(boss.press(tab, 'Grant credits'));
    const gift = { 'give:person': ada.user.id, 'give:amount': '12.5', 'give:reason': 'the contest' };
    expect(await send(boss, form, { ...gift, 'give:amount': '-5', 'give:reason': ' ' })).toEqual({
      'give:amount': expect.stringContaining('below zero'),
      'give:reason': expect.stringContaining('not said why'),
    });
    harness.slack.duplicateNext();
    expect(await send(boss, form, gift)).toBeUndefined();
    await eventually(() => expect(textOf(hers)).toContain('Available: 212.5 credits'));
    // The form is closed; what was done is said once.
    const direct = harness.slack.direct(boss.user);
    await eventually(() =>
      expect(messagesIn(direct, boss.user).map(textOf)).toEqual([
        expect.stringContaining('can now spend 212.5 credits (before: 200 credits)'),
      ]),
    );
    const back = await opened(boss.press(tab, 'Grant credits'));
    expect(await send(boss, back, { ...gift, 'give:what': 'revoke', 'give:amount': '100' })).toEqual({
      'give:amount': expect.stringContaining('Only lasting credits can be taken back'),
    });
    expect(await send(boss, back, { ...gift, 'give:what': 'revoke', 'give:amount': '12.5' })).toBeUndefined();
    await eventually(() => expect(textOf(hers)).toContain('Available: 200 credits'));
  });

  it('what is typed shows on the tabs that it changes', async () => {
    const [boss, ada] = [admin(), person()];
    const [tab, hers] = [await home(boss), await home(ada)];
    await answered(boss, `credits grant <@${ada.user.id}> 7 for the contest`);
    await eventually(() => expect(textOf(hers)).toContain('Available: 207 credits'));
    await answered(boss, 'credits deny svd');
    await eventually(() => expect(textOf(tab)).toContain('Switched off: svd'));
    await answered(boss, 'credits forget svd');
    await eventually(() => expect(textOf(tab)).not.toContain('Switched off'));
  });

  it('who is no admin any more changes nothing', async () => {
    const boss = admin();
    const tab = await home(boss);
    const form = await opened(boss.press(tab, 'Change limits'));
    boss.user.admin = false;
    // It is believed for five minutes.
    harness.slack.advance(6 * 60_000);
    expect(await send(boss, form, { 'limit:monthly': '999' })).toEqual({
      'limit:monthly': expect.stringContaining('Only admins may do this.'),
    });
    await boss.press(tab, 'Grant credits').acknowledged;
    const direct = harness.slack.direct(boss.user);
    await eventually(() =>
      expect(messagesIn(direct, boss.user).map(textOf)).toEqual([
        expect.stringContaining('Only admins may do this.'),
      ]),
    );
  });
});
