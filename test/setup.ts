/** A file that leaves something open fails: a socket, a server, a child process, a timer that keeps the process alive. */
import { afterAll, expect } from 'vitest';

const held = () => {
  const open = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo())
    if (/TCP|Pipe|UDP|Process|Timeout|Immediate|FSReq|Worker/.test(name)) open.set(name, (open.get(name) ?? 0) + 1);
  return open;
};

// Vitest's own pipes and timers are there before the first test.
const before = held();
const left = () => [...held()].flatMap(([name, count]) => (count > (before.get(name) ?? 0) + (own[name] ?? 0) ? [`${name} × ${count}`] : []));
/** The timer that this check waits with, and the one of the hook itself. */
const own: Record<string, number> = { Timeout: 2 };

afterAll(async () => {
  const deadline = performance.now() + 5000;
  while (left().length > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(left(), 'left open by this file').toEqual([]);
});
