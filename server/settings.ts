import * as z from "zod";

const url = (scheme: RegExp, example: string) => z.string().regex(scheme, `is not a URL such as ${example}`);

const keysWithHost: [name: "NANGO_SECRET_KEY" | "NANGO_WEBHOOK_SIGNING_KEY", why: string][] = [
  ["NANGO_SECRET_KEY", "is needed with NANGO_HOST"],
  ["NANGO_WEBHOOK_SIGNING_KEY", "is needed with NANGO_HOST"],
];

/** The environment variables, each with its meaning: docs/settings.md is made from it. */
export const SettingsSchema = z.object({
  DATABASE_URL: url(/^postgres(ql)?:\/\//, "postgres://user:password@host:5432/slipstream").describe(
    "the Postgres that web and worker use, as a role that owns nothing",
  ),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe("port of the web"),
  HOST: z
    .string()
    .default("127.0.0.1")
    .describe("address the web listens on; anything but loopback needs SLIPSTREAM_URL and a proxy with TLS in front"),
  SLIPSTREAM_URL: url(/^https?:\/\//, "https://slipstream.example.com")
    .optional()
    .describe("the address people open; cookies are Secure when it begins with https"),
  SLIPSTREAM_DATA: z.string().min(1).default(".slipstream").describe("folder of everything an installation owns"),
  SLIPSTREAM_SECRET: z
    .string()
    .min(32, "needs at least 32 characters: openssl rand -hex 32")
    .describe("key that sessions and pseudonyms are made with, at least 32 characters"),
  SMTP_URL: url(/^smtps?:\/\//, "smtps://user:password@mail.example.com")
    .optional()
    .describe("mail server; without it the links of letters are shown to the admin instead, and letters to suppliers do not leave"),
  MAIL_FROM: z.string().default("Slipstream <slipstream@localhost>").describe("sender of letters"),
  SLACK_WEBHOOK_URL: url(/^https?:\/\//, "https://hooks.slack.com/services/...")
    .optional()
    .describe(
      "incoming webhook of a Slack channel that is told what happens in a rollout and which decisions wait for a yes or no; without it people are told by letter and in the portal",
    ),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("least level that is logged: trace, debug, info, warn, error or silent"),
  UPLOAD_LIMIT_MB: z.coerce.number().int().min(1).max(10_240).default(512).describe("largest file taken at once, in MB"),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(2).describe("jobs of one kind that a worker does at once"),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10).describe("connections of one process"),
  METRICS_TOKEN: z
    .string()
    .min(16, "needs at least 16 characters")
    .optional()
    .describe("bearer token with which /metrics may be read from elsewhere; without it only from this machine"),
  SLIPSTREAM_DEMO: z.enum(["on", "off"]).default("on").describe("whether the demo shop is offered on this machine: on or off"),
  NANGO_HOST: url(/^https?:\/\//, "https://api.nango.dev")
    .optional()
    .describe("the Nango that connects systems: https://api.nango.dev, or a self-hosted one; without it `npm start` runs an embedded one"),
  NANGO_SECRET_KEY: z.string().min(8, "is too short").optional().describe("secret key of the Nango environment; needed with NANGO_HOST"),
  NANGO_WEBHOOK_SIGNING_KEY: z
    .string()
    .min(8, "is too short")
    .optional()
    .describe("key that Nango signs its webhooks with, which is not the secret key; needed with NANGO_HOST"),
  NANGO_CONNECT_URL: url(/^https?:\/\//, "https://connect.nango.dev")
    .optional()
    .describe("address of Nango's Connect UI; left out, https://connect.nango.dev for Nango Cloud and NANGO_HOST otherwise"),
  NANGO_EMBEDDED: z.enum(["on", "off"]).default("off").describe("set by `npm start` when NANGO_HOST is its own embedded Nango: on or off"),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0).describe("proxies in front whose X-Forwarded-For is believed"),
});

/** Where connected systems are reached, and with which keys. */
export type NangoSettings = {
  host: string;
  secretKey: string;
  webhookSigningKey: string;
  /** Address of the page that people connect on. */
  connectUrl: string;
  /** It is the one of this machine, whose vendors are the sandbox shop's. */
  embedded: boolean;
};

export type Settings = {
  databaseUrl: string;
  databasePool: number;
  port: number;
  host: string;
  publicUrl: string;
  dataFolder: string;
  secret: string;
  smtpUrl: string | undefined;
  mailFrom: string;
  /** A secret: whoever has it can post. */
  slackWebhookUrl: string | undefined;
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  uploadLimitBytes: number;
  workerConcurrency: number;
  /** What a scraper from elsewhere sends as bearer token; without it only this machine may read /metrics. */
  metricsToken: string | undefined;
  demoOffered: boolean;
  /** null: no system can be connected. */
  nango: NangoSettings | null;
  /** Proxies in front whose X-Forwarded-For is believed. */
  trustedProxies: number;
};

/**
 * Reads the settings from the environment.
 *
 * @throws Error whose message names every variable that is missing or wrong, and never its value
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const parsed = SettingsSchema.superRefine((given, issues) => {
    for (const [name, message] of keysWithHost)
      if (given.NANGO_HOST && !given[name]) issues.addIssue({ code: "custom", path: [name], message });
  }).safeParse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== "")));
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message, code }) => `  ${path.join(".")}: ${code === "invalid_type" ? "is missing" : message}`,
    );
    throw new Error(`Slipstream cannot start, some settings are wrong:\n${lines.join("\n")}\ndocs/settings.md lists them all.`);
  }
  const s = parsed.data;
  return {
    databaseUrl: s.DATABASE_URL,
    databasePool: s.DATABASE_POOL,
    port: s.PORT,
    host: s.HOST,
    publicUrl: (s.SLIPSTREAM_URL ?? `http://localhost:${s.PORT}`).replace(/\/$/, ""),
    dataFolder: s.SLIPSTREAM_DATA,
    secret: s.SLIPSTREAM_SECRET,
    smtpUrl: s.SMTP_URL,
    mailFrom: s.MAIL_FROM,
    slackWebhookUrl: s.SLACK_WEBHOOK_URL,
    logLevel: s.LOG_LEVEL,
    uploadLimitBytes: s.UPLOAD_LIMIT_MB * 1024 * 1024,
    workerConcurrency: s.WORKER_CONCURRENCY,
    metricsToken: s.METRICS_TOKEN,
    demoOffered: s.SLIPSTREAM_DEMO === "on",
    nango: nangoOf(s),
    trustedProxies: s.TRUSTED_PROXIES,
  };
}

function nangoOf(s: z.infer<typeof SettingsSchema>): NangoSettings | null {
  if (!s.NANGO_HOST || !s.NANGO_SECRET_KEY || !s.NANGO_WEBHOOK_SIGNING_KEY) return null;
  const host = s.NANGO_HOST.replace(/\/$/, "");
  const connectUrl = s.NANGO_CONNECT_URL ?? (host === "https://api.nango.dev" ? "https://connect.nango.dev" : host);
  return {
    host,
    secretKey: s.NANGO_SECRET_KEY,
    webhookSigningKey: s.NANGO_WEBHOOK_SIGNING_KEY,
    connectUrl: connectUrl.replace(/\/$/, ""),
    embedded: s.NANGO_EMBEDDED === "on",
  };
}
