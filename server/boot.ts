import type { PgBoss } from "pg-boss";
import { openStore } from "#db/client.ts";
import { newId } from "#db/new-id.ts";
import { createAuth } from "./auth.ts";
import { createChannel } from "./channel.ts";
import type { Services } from "./context.ts";
import { bossQueue, openBoss } from "./jobs/boss.ts";
import { createLog } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createMailer } from "./mail.ts";
import { readSettings } from "./settings.ts";

export type House = { services: Services; boss: PgBoss; metrics: Metrics; close: () => Promise<void> };

/** Opens everything one process needs, from the environment. @throws Error naming the settings that are wrong */
export async function openHouse(role: "web" | "worker", environment: Record<string, string | undefined>): Promise<House> {
  const settings = readSettings(environment);
  const log = createLog({ process: role, level: settings.logLevel });
  const store = openStore(settings.databaseUrl, { max: settings.databasePool, name: `slipstream-${role}` });
  const boss = await openBoss({ databaseUrl: settings.databaseUrl, role: role === "web" ? "sender" : "worker", log });
  const services: Services = {
    store,
    queue: bossQueue(boss),
    now: () => new Date(),
    newId,
    log,
    settings,
    mail: createMailer({ smtpUrl: settings.smtpUrl, from: settings.mailFrom }),
    channel: createChannel({ webhookUrl: settings.slackWebhookUrl }),
    auth: createAuth({ store, settings, log }),
  };
  return {
    services,
    boss,
    metrics: createMetrics({ store }),
    close: async () => {
      await boss.stop({ graceful: true, timeout: 20_000 });
      await store.close();
    },
  };
}

declare global {
  // The process's house: a global, since Next may load this module several times.
  var slipstreamHouse: Promise<House> | undefined;
}

/** The web process's one house. Next may load this module several times; the process still has one. */
export function webHouse(): Promise<House> {
  globalThis.slipstreamHouse ??= openHouse("web", process.env);
  return globalThis.slipstreamHouse;
}
