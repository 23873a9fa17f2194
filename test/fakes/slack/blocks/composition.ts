/** What Block Kit's elements are composed of. https://docs.slack.dev/reference/block-kit/composition-objects */
import { z } from 'zod';

/** A text without marks, of 1 to `max` characters. */
export const plain = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
/** A text with or without marks, of 1 to `max` characters. */
export const anyText = (max: number) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);
export type Text = z.infer<ReturnType<typeof anyText>>;

const actionId = z.string().min(1).max(255).optional();
export const altText = z.string().min(1).max(2000);
export const address = z.url().max(3000);
/** Id or address of a file in Slack, never both. */
export const slackFile = z
  .strictObject({ id: z.string().optional(), url: z.string().optional() })
  .refine(({ id, url }) => (id === undefined) !== (url === undefined), 'must have either an id or a url');

export const confirm = z.strictObject({
  title: plain(100),
  text: anyText(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
});
export const option = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(150),
  description: anyText(75).optional(),
  url: address.optional(),
});
export type Option = z.infer<typeof option>;
export const dispatch = z.strictObject({
  trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
});

export const named = { action_id: actionId };
export const focusable = { focus_on_load: z.boolean().optional() };
export const placeholder = plain(150).optional();
