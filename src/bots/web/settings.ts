/** What the web page listens on, and who may see the owner's view. */
import { z } from 'zod';
import { count, platformSettings, secret } from '../../settings/values.ts';

export type WebSettings = Readonly<{
  host: string;
  port: number;
  /** Somebody has named the port: where it cannot be had, that is a mistake. */
  isChosen: boolean;
  /** Opens the owner's view where it is not on this machine alone. */
  adminToken: string | undefined;
}>;

const usualPort = 8080;
const off = 'off';

export const webSettings = platformSettings({
  variables: z.object({
    WEB_HOST: z
      .union([z.ipv4(), z.ipv6()], { error: 'must be an address of this machine such as 0.0.0.0' })
      .default('127.0.0.1'),
    WEB_PORT: z
      .union([z.literal(off), count(1, 65_535)], {
        error: `must be a port such as ${usualPort}, or ${off}`,
      })
      .optional(),
    ADMIN_TOKEN: secret.refine((text) => text.length >= 16, 'must have 16 characters or more').optional(),
  }),
  made({ WEB_HOST: host, WEB_PORT: port, ADMIN_TOKEN: adminToken }): WebSettings | undefined {
    if (port === off) return undefined;
    return { host, port: port ?? usualPort, isChosen: port !== undefined, adminToken };
  },
});

/** Whether only this machine reaches what listens there. */
export const isLoopback = (host: string): boolean => host === '::1' || host.startsWith('127.');
