import type { Store } from "#db/client.ts";
import type { Auth } from "./auth.ts";
import type { Channel } from "./channel.ts";
import type { Log } from "./log.ts";
import type { Mailer } from "./mail.ts";
import type { Role } from "./permissions.ts";
import type { Queue } from "./queue.ts";
import type { Settings } from "./settings.ts";

/** Everything from outside, passed in: a test hands over a fixed clock and a fresh database. */
export type Services = {
  store: Store;
  queue: Queue;
  now: () => Date;
  newId: () => string;
  log: Log;
  settings: Settings;
  mail: Mailer;
  channel: Channel;
  auth: Auth;
};

/** Who makes a change. Stored with every change and every job. */
export type Actor =
  | { type: "user"; userId: string; name: string }
  | { type: "job"; jobRunId: string; name: string }
  | { type: "system"; name: string };

/** A request of anyone, signed in or not. */
export type Visitor = Services & {
  headers: Headers;
  /** The network address tries are counted by. */
  clientAddress: string;
  /** It came over loopback, from a page opened there. */
  fromThisMachine: boolean;
};

/** A person who is signed in, before a workspace is chosen. */
export type SignedIn = Services & { user: { id: string; name: string; email: string; sessionId: string } };

/** A person in a workspace: what services that touch tenant rows take. */
export type Context = SignedIn & { workspaceId: string; role: Role; actor: Actor };

/** A job in a workspace: what services that work in the background take. */
export type JobContext = Services & { workspaceId: string; actor: Actor };
