/** A view as the app sends it. https://docs.slack.dev/reference/views */
import { z } from 'zod';
import { block } from './blocks.ts';
import { plain } from './composition.ts';

const common = {
  blocks: z.array(block).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};
const modal = z
  .strictObject({
    type: z.literal('modal'),
    ...common,
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine((it) => it.submit !== undefined || it.blocks.every(({ type }) => type !== 'input'), {
    message: 'submit is required when there are input blocks',
    path: ['submit'],
  });
const home = z.strictObject({ type: z.literal('home'), ...common });

export const viewSchema = z.discriminatedUnion('type', [modal, home]);
export type ViewBody = z.infer<typeof viewSchema>;
/** Slack refuses more, in bytes of JSON. https://docs.slack.dev/reference/views */
export const viewBytes = 250_000;
