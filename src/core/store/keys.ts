/** The names of all keys in Redis. Parts that come from a chat are encoded, so that no two can be mistaken for one. */

type Owner = { scope: string; requester: string };
type InPlace = { platform: string; scope: string };
/** Whose account it is: the requester's, unless somebody else pays. */
type Account = Owner & { payer?: string | undefined };
/** Where all see the same versions. */
type Home = { platform: string; scope: string; home: string };

/** Under one prefix. */
export const keyIn =
  (prefix: string) =>
  (...parts: (string | number)[]): string =>
    [prefix, ...parts.map((part) => encodeURIComponent(part))].join(':');

/** @param prefix keeps several Darkrooms apart in one Redis, e.g. `darkroom`. */
export function keysFor(prefix: string) {
  const key = keyIn(prefix);
  /** What the ledger's scripts change together. */
  const ledger = ({ scope, requester, payer = requester }: Account) => ({
    account: key('account', scope, payer),
    entries: key('entries', scope, payer),
    scope: key('scope', scope),
    holds: key('holds'),
  });
  return {
    /** The version of what is stored, see migrations.ts. */
    schema: key('schema'),
    /** By process: how often it made what is paid for last. */
    sequence: key('sequence'),
    /** Written to see whether that can be done. */
    alive: key('alive'),
    job: (id: string) => key('job', id),
    /** A card of it stands already, or is about to; all of those by when nobody works at them; and its person wants it given up. */
    expected: (id: string) => key('expected', id),
    openings: key('openings'),
    givenUp: (id: string) => key('given-up', id),
    request: (name: string) => key('request', name),
    shown: (id: string, version: number) => key('shown', id, version),
    saidLosses: (id: string) => key('losses', id),
    /** What was made of its files to be looked at, by type. */
    comparisons: (id: string) => key('comparisons', id),
    durations: (model: string) => key('durations', model),
    sizes: (model: string) => key('sizes', model),
    quote: (id: string) => key('quote', id),
    /** Several jobs of one request. */
    /** Who has voted for which of a batch's ways. */
    votes: (id: string) => key('votes', id),
    batch: (id: string) => key('batch', id),
    offered: key('offered'),
    quotesOf: (scope: string) => key('quotes', scope),
    quotesBy: ({ scope, requester }: Owner) => key('quotes', scope, requester),
    /** Edits that count against a budget, and until when a lane rests. */
    slots: (budget: string) => key('slots', budget),
    rest: (lane: string) => key('rest', lane),
    due: key('due'),
    changed: key('changed'),
    /** Jobs that are ready to be paid for, and jobs the provider has. */
    line: key('line'),
    running: key('running'),
    live: ({ scope, requester }: Owner) => key('live', scope, requester),
    liveIn: (scope: string) => key('live', scope),
    ledger,
    /** The same in the order in which the scripts of jobs take them. */
    ledgerOf(owner: Account) {
      const { account, entries, scope, holds } = ledger(owner);
      return [account, entries, scope, holds];
    },
    holds: key('holds'),
    /** What the provider took of the owner, all scopes together. */
    costs: key('costs'),
    notices: key('notices'),
    guard: (name: string) => key('guard', name),
    once: (name: string) => key('once', name),
    /** What a chat delivered already. */
    seen: (name: string) => key('seen', name),
    /** Sealed values, see vault.ts. */
    vault: (name: string) => key('vault', name),
    /** What links to results, and what people of our own are known by, are signed with; see secrets.ts. */
    secret: (name: string) => key('secret', name),
    /** Jobs whose comparisons are still to be posted by themselves, and that a process is at one. */
    toCompare: key('comparing'),
    comparer: (id: string) => key('comparing', id),
    /** What a person has chosen for their own results. */
    preferences: ({ scope, requester }: Owner) => key('preferences', scope, requester),
    policy: (scope: string) => key('policy', scope),
    audit: (scope: string) => key('audit', scope),
    /** What was last seen of the account there. */
    provider: key('provider'),
    /** A process is asking for it. */
    look: key('provider-look'),
    usage: (scope: string, day: string) => key('usage', scope, day),
    /** Jobs that are over, by when their files go. */
    ended: key('ended'),
    /** For whoever runs the place, all scopes together: the newest jobs by time, what a day came to, who spent it. */
    newest: key('newest'),
    day: (day: string) => key('day', day),
    spenders: (day: string) => key('spenders', day),
    allDays: [key('day', ''), key('spenders', '')],
    /** Asked for so often in a minute. */
    rate: (what: string, { scope, requester }: Owner) => key('rate', what, scope, requester),
    /** What was old on this day is gone. */
    swept: (day: string) => key('swept', day),
    /** Of a person, or of all in a place; and one that is shared. */
    presets: ({ place, person }: { place: string; person?: string }) =>
      person === undefined ? key('presets', place) : key('presets', place, person),
    presetCode: (code: string) => key('preset', code),
    /** What people say of their pictures, whom they have allowed, who waits for their word. */
    says: (scope: string) => key('says', scope),
    allowed: ({ scope, requester }: Owner) => key('allowed', scope, requester),
    consent: (id: string) => key('consent', id),
    consents: key('consents'),
    /** What was made of what somebody posted, of what a job was made, and all that is followed. */
    source: (platform: string, source: string) => key('source', platform, source),
    sourceOf: (job: string) => key('source-of', job),
    sources: (platform: string) => key('sources', platform),
    /** What is done by itself in a place's channels: the rules, who has which picture by one, a day's spending, what is offered. */
    channelRules: ({ platform, scope }: InPlace) => key('channel-rules', platform, scope),
    ruleClaim: (id: string) => key('rule-claim', id),
    ruleDay: ({ platform, scope, channel }: InPlace & { channel: string }, day: string) =>
      key('rule-day', platform, scope, channel, day),
    ruleOffer: (id: string) => key('rule-offer', id),
    ruleQuote: (quote: string) => key('rule-quote', quote),
    /** What several people, or the pot, pay for; and all that are to be looked at, by when. */
    purchase: (id: string) => key('purchase', id),
    purchases: key('purchases'),
    /** Versions of one source, in which of those trees a job is, which job has these contents, and a conversation's newest trees. */
    tree: (id: string) => key('tree', id),
    treeOf: (job: string) => key('tree-of', job),
    versionWith: ({ platform, scope, home }: Home, contents: string) =>
      key('version-with', platform, scope, home, contents),
    trees: ({ platform, scope, home }: Home) => key('trees', platform, scope, home),
    /** How the names of all of one kind begin. */
    accounts: key('account', ''),
    allEntries: key('entries', ''),
    audits: key('audit', ''),
    scopes: key('scope', ''),
    allJobs: key('jobs', ''),
    /** A person's newest jobs, by time. */
    jobsOf: ({ scope, requester }: Owner) => key('jobs', scope, requester),
  };
}

export type Keys = ReturnType<typeof keysFor>;
