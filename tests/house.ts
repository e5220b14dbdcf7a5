import { openStore, type Store } from "#db/client.ts";
import { newId } from "#db/new-id.ts";
import { testDatabase, type TestDatabase } from "#db/test-database.ts";
import { requestContext } from "#server/api/request-context.ts";
import { createCaller } from "#server/api/root.ts";
import type { RequestContext } from "#server/api/trpc.ts";
import { createAuth } from "#server/auth.ts";
import type { Services } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { createLog } from "#server/log.ts";
import type { ChannelMessage } from "#server/channel.ts";
import type { Letter } from "#server/mail.ts";
import type { Role } from "#server/permissions.ts";
import type { HouseJobName, JobName, Queue } from "#server/queue.ts";
import { readSettings, type Settings } from "#server/settings.ts";
import { CLIENT_ADDRESS_HEADER, FROM_THIS_MACHINE_HEADER } from "#server/web/client-address.ts";

export type TestHouse = {
  services: Services;
  store: Store;
  /** The role that owns the tables, for what a test has to look at past row-level security of the application's role. */
  ownerUrl: string;
  /** Letters that were sent, the newest last. */
  letters: Letter[];
  /** What the team's channel was told. */
  posts: ChannelMessage[];
  /** Jobs that were enqueued in committed and rolled back transactions alike, the newest last. */
  jobs: { name: JobName; payload: unknown }[];
  /** The same for jobs of no workspace. */
  houseJobs: HouseJobName[];
  /** Lines of the log, parsed. */
  logLines: Record<string, unknown>[];
  /** What the log says of the present moment. */
  clock: { now: Date; advance: (milliseconds: number) => void };
  /** A browser with a cookie jar of its own. */
  browser: (options?: BrowserOptions) => TestBrowser;
  /** An owner signed in, with a workspace of their own. The first one made goes through the set-up. */
  ownerOf: (workspaceName: string) => Promise<Member>;
  /** A person who was invited by this owner and accepted, signed in. */
  memberOf: (owner: Member, role: Role, name?: string) => Promise<Member>;
  close: () => Promise<void>;
};

export type BrowserOptions = {
  /** Whether requests come over loopback; true unless said otherwise. */
  fromThisMachine?: boolean;
  address?: string;
  headers?: Record<string, string>;
};

export type Caller = ReturnType<typeof createCaller>;

/** Cookies live on from call to call as in a browser; each call is one request with a fresh context. */
export type TestBrowser = {
  /** Runs one request: `await browser.call((api) => api.people.me())`. */
  call: <T>(work: (api: Caller) => Promise<T>) => Promise<T>;
  /** The context the next request would have. */
  context: () => Promise<RequestContext>;
  cookies: Map<string, string>;
  /** Every Set-Cookie header that was answered, the newest last. */
  setCookies: string[];
};

export type Member = TestBrowser & { userId: string; workspaceId: string; email: string; password: string; name: string };

export const A_PASSWORD = "a quiet harbour morning";

/** Monday, two weeks into the year: far from the turns of days, months and clocks. */
export const TEST_NOW = new Date("2026-01-12T10:00:00.000Z");

/**
 * Everything the server needs, over a database of its own: a clock that stands still, letters and jobs that are recorded.
 * Close it in afterAll.
 *
 * @param settings differences from the settings of a fresh installation on http://localhost:3000
 * @param queue another queue than the recording one, made from the test's services
 * @param database one that is there already, outside Vitest; otherwise a clone of the template
 */
export async function openTestHouse({
  settings: changed = {},
  mail = true,
  queue,
  database: given,
}: { settings?: Partial<Settings>; mail?: boolean; queue?: Queue; database?: TestDatabase } = {}): Promise<TestHouse> {
  const database = given ?? (await testDatabase());
  const settings: Settings = {
    ...readSettings({ DATABASE_URL: database.appUrl, SLIPSTREAM_SECRET: "for tests only, for tests only, for tests only" }),
    ...changed,
  };
  const store = openStore(settings.databaseUrl, { max: 6, name: "test" });
  const letters: Letter[] = [];
  const posts: ChannelMessage[] = [];
  const jobs: TestHouse["jobs"] = [];
  const houseJobs: HouseJobName[] = [];
  const logLines: Record<string, unknown>[] = [];
  const log = createLog({ process: "test", level: "debug", destination: { write: (line) => void logLines.push(JSON.parse(line)) } });
  const clock = {
    now: TEST_NOW,
    advance(milliseconds: number) {
      clock.now = new Date(clock.now.getTime() + milliseconds);
    },
  };
  const recording: Queue = {
    async enqueue(_tx, name, payload) {
      jobs.push({ name, payload });
    },
    async enqueueHouseJob(_tx, name) {
      houseJobs.push(name);
    },
  };
  const services: Services = {
    store,
    queue: queue ?? recording,
    now: () => clock.now,
    newId,
    log,
    settings,
    mail: {
      async send(letter) {
        if (mail) letters.push(letter);
        return { sent: mail };
      },
    },
    channel: {
      async post(message) {
        posts.push(message);
        return { posted: true };
      },
    },
    auth: createAuth({ store, settings, log }),
  };

  const browser = ({ fromThisMachine = true, address = "127.0.0.1", headers: extra = {} }: BrowserOptions = {}): TestBrowser => {
    const cookies = new Map<string, string>();
    const setCookies: string[] = [];
    const context = () => {
      const headers = new Headers({
        host: new URL(settings.publicUrl).host,
        "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36",
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        [CLIENT_ADDRESS_HEADER]: address,
        [FROM_THIS_MACHINE_HEADER]: fromThisMachine ? "yes" : "no",
        ...extra,
      });
      return requestContext({ services }, headers, { renew: true });
    };
    return {
      cookies,
      setCookies,
      context,
      async call(work) {
        const request = await context();
        try {
          return await work(createCaller(request));
        } finally {
          for (const cookie of request.responseHeaders.getSetCookie()) {
            setCookies.push(cookie);
            keep(cookies, cookie);
          }
        }
      },
    };
  };

  let count = 0;
  const ownerOf: TestHouse["ownerOf"] = async (workspaceName) => {
    count += 1;
    const person = { name: `Owner ${count}`, email: `owner${count}@example.com`, password: A_PASSWORD };
    const opened = browser();
    const { needed } = await opened.call((api) => api.people.setUpState());
    if (needed) {
      await opened.call((api) => api.people.setUp({ workspaceName, currency: "USD", timeZone: "UTC", ...person }));
    } else {
      const { insertUser, upsertPassword } = await import("#db/queries/users.ts");
      const userId = newId();
      const passwordHash = await services.auth.hashPassword(person.password);
      await store.within({ userId }, async (tx) => {
        await insertUser(tx, { id: userId, name: person.name, email: person.email, now: clock.now });
        await upsertPassword(tx, { userId, passwordHash, now: clock.now });
      });
      await opened.call((api) => api.people.signIn(person));
      await opened.call((api) => api.workspaces.create({ name: workspaceName, currency: "USD", timeZone: "UTC" }));
    }
    return asMember(opened, person);
  };

  const memberOf: TestHouse["memberOf"] = async (owner, role, name = `The ${role}`) => {
    count += 1;
    const person = { name, email: `${role.replace("_", "-")}${count}@example.com`, password: A_PASSWORD };
    const { link } = await owner.call((api) => api.people.invite({ email: person.email, role }));
    const token = tokenOf(link ?? letters.at(-1)?.text ?? "");
    const opened = browser();
    await opened.call((api) => api.people.acceptInvitation({ token, name: person.name, password: person.password }));
    return asMember(opened, person);
  };

  return {
    services,
    store,
    ownerUrl: database.ownerUrl,
    letters,
    posts,
    jobs,
    houseJobs,
    logLines,
    clock,
    browser,
    ownerOf,
    memberOf,
    async close() {
      await store.close();
      await database.drop();
    },
  };
}

async function asMember(browser: TestBrowser, person: { name: string; email: string; password: string }): Promise<Member> {
  const { user, workspace } = await browser.call((api) => api.people.me());
  if (!workspace) throw new Error("the person is in no workspace");
  return { ...browser, ...person, userId: user.id, workspaceId: workspace.workspaceId };
}

/** The token of the first link in a text. */
export function tokenOf(text: string): string {
  const token = /[?&]token=([\w-]+)/.exec(text)?.[1];
  if (token === undefined) throw new Error(`no link in: ${text}`);
  return token;
}

function keep(cookies: Map<string, string>, setCookie: string): void {
  const [pair = "", ...attributes] = setCookie.split(/;\s*/);
  const name = pair.slice(0, pair.indexOf("="));
  if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) cookies.delete(name);
  else cookies.set(name, pair.slice(name.length + 1));
}

/** The code of the refusal, or "ok". Anything else than a refusal is thrown on. */
export async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "ok";
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof AppError) return cause.code;
    if (error instanceof Error && "code" in error && error.code === "BAD_REQUEST") return "INPUT_INVALID";
    throw error;
  }
}
