/**
 * Before each file, and after it. Files share a process, since loading the libraries anew took longer than most of the
 * tests: one that leaves a socket, a server or a child process open fails.
 */
import { afterAll, expect, vi } from 'vitest';

/** Rooms whose fixtures register hooks for each test of the file that imports them, or count what they have made. */
const withOwnModules = /[\\/]test[\\/](media|provider|program)[\\/]/;

// Elsewhere files share what is loaded: a module of ours keeps nothing that another file could notice.
if (withOwnModules.test(expect.getState().testPath ?? '')) vi.resetModules();

/**
 * Each version of undici leaves an agent for all others in the process, if there is none. Node's own is there first, so
 * that the order in which files load packages decides nothing.
 */
new Response();

/**
 * Timers are left out: the embedded Redis keeps one for each client that was blocked in it, for seconds after the
 * client has gone. That a stopped engine leaves none is seen in kill.test.ts, whose processes must end by themselves.
 */
const held = () => {
  const open = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo())
    if (/TCP|Pipe|UDP|Process/.test(name)) open.set(name, (open.get(name) ?? 0) + 1);
  return open;
};

// Vitest's own pipes are there before the first test.
const before = held();
const left = () =>
  [...held()].flatMap(([name, count]) => (count > (before.get(name) ?? 0) ? [`${name} × ${count}`] : []));

afterAll(async () => {
  const deadline = performance.now() + 5000;
  while (left().length > 0 && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(left(), 'left open by this file').toEqual([]);
});
