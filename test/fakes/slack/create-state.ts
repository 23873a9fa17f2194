/** The state of an empty Slack with one app in it. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { createIds } from './ids.ts';
import { defaultManifest, type Manifest } from './manifest.ts';
import type { FakeState } from './state.ts';

export type StateOptions = {
  /** Commands, shortcuts, scopes and events of the app; `manifest.ts` has one with everything. */
  manifest?: Manifest;
  /** How long an upload has no type and no message yet, in ms; 50 when left out. */
  processingMs?: number;
  /** False: uploads are counted and hashed and not kept. */
  keepUploads?: boolean;
};

/** @param origin `http://127.0.0.1:port` */
export function createState(clock: Clock, origin: string, options: StateOptions): FakeState {
  const ids = createIds(clock.now);
  return {
    clock,
    ids,
    origin,
    manifest: options.manifest ?? defaultManifest,
    appId: ids.next('A'),
    clientId: '1000000001.1000000002',
    clientSecret: randomBytes(16).toString('hex'),
    signingSecret: randomBytes(16).toString('hex'),
    appToken: `xapp-1-loopback-${randomBytes(8).toString('hex')}`,
    processingMs: options.processingMs ?? 50,
    keepUploads: options.keepUploads ?? true,
    workspaces: new Map(),
    enterprises: new Map(),
    users: new Map(),
    groups: new Map(),
    channels: new Map(),
    files: new Map(),
    views: new Map(),
    installations: new Map(),
    triggers: new Map(),
    uploads: new Map(),
    grants: new Map(),
    addresses: new Map(),
    stacks: new Map(),
    violations: [],
    deliver: () => {},
  };
}
