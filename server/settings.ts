import * as z from "zod";

const url = (scheme: RegExp, example: string) => z.string().regex(scheme, `is not a URL such as ${example}`);

const Settings = z.object({
  DATABASE_URL: url(/^postgres(ql)?:\/\//, "postgres://user:password@host:5432/slipstream"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  SLIPSTREAM_URL: url(/^https?:\/\//, "https://slipstream.example.com").optional(),
  SLIPSTREAM_DATA: z.string().min(1).default(".slipstream"),
  SLIPSTREAM_SECRET: z.string().min(32, "needs at least 32 characters: openssl rand -hex 32"),
  SMTP_URL: url(/^smtps?:\/\//, "smtps://user:password@mail.example.com").optional(),
  MAIL_FROM: z.string().default("Slipstream <slipstream@localhost>"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  UPLOAD_LIMIT_MB: z.coerce.number().int().min(1).max(10_240).default(512),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(2),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  METRICS_TOKEN: z.string().min(16, "needs at least 16 characters").optional(),
  SLIPSTREAM_DEMO: z.enum(["on", "off"]).default("on"),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
});

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
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  uploadLimitBytes: number;
  workerConcurrency: number;
  /** What a scraper from elsewhere sends as bearer token; without it only this machine may read /metrics. */
  metricsToken: string | undefined;
  demoOffered: boolean;
  /** Proxies in front whose X-Forwarded-For is believed. */
  trustedProxies: number;
};

/**
 * Reads the settings from the environment.
 *
 * @throws Error whose message names every variable that is missing or wrong, and never its value
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const parsed = Settings.safeParse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== "")));
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
    logLevel: s.LOG_LEVEL,
    uploadLimitBytes: s.UPLOAD_LIMIT_MB * 1024 * 1024,
    workerConcurrency: s.WORKER_CONCURRENCY,
    metricsToken: s.METRICS_TOKEN,
    demoOffered: s.SLIPSTREAM_DEMO === "on",
    trustedProxies: s.TRUSTED_PROXIES,
  };
}
