/** The process that runs the lab of a data folder. Started through attach(), with LabSettings. */
import { z } from 'zod';
import { host } from '../embedded/service/host.ts';
import { startLab } from './server/server.ts';

const settingsShape = z.object({
  dataDir: z.string(),
  port: z.number().optional(),
  key: z.string().optional(),
  /** US dollars the account starts with. */
  balance: z.number().optional(),
  ffmpegPath: z.string().optional(),
});
/** What attach() is given for it. */
export type LabSettings = z.infer<typeof settingsShape>;
/** What attach() gives for it. */
export type LabInfo = { url: string };

const previousShape = z.object({ url: z.url() });

await host(async ({ settings, previous }) => {
  const { dataDir, port, key, balance, ffmpegPath } = settingsShape.parse(settings);
  const given = {
    dataDir,
    // Whoever tries it sees prices and waits that are learned.
    tariff: {},
    ...(key === undefined ? {} : { key }),
    ...(balance === undefined ? {} : { balance }),
    ...(ffmpegPath === undefined ? {} : { ffmpegPath }),
  };
  // The address is kept over restarts: jobs in flight hold links to it. A port that was asked for is not traded.
  const before = port === undefined ? previousShape.safeParse(previous).data : undefined;
  const wished = before ? Number(new URL(before.url).port) : port;
  const start = (at: number | undefined) => startLab(at === undefined ? given : { ...given, port: at });
  const lab = await start(wished).catch((error: unknown) =>
    before ? start(undefined) : Promise.reject(error),
  );
  const info: LabInfo = { url: lab.url };
  return { info, stop: () => lab.close() };
});
