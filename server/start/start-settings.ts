import { parseArgs } from "node:util";
import { z } from "zod";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { dataFolderAt, type DataFolder } from "./data-folder.ts";

/** The sandbox shop to start: length of its history, mean orders a day, how strictly its staff follow their policy, and what it can grant. */
export type SandboxShop = {
  days: number;
  ordersPerDay: number;
  profile: "strict" | "typical" | "sloppy" | "hasty";
  scopes: "full" | "minimal";
};

export type StartSettings = {
  dataFolder: DataFolder;
  host: string;
  port: number;
  /** The person named the port: no other will do. */
  isExplicit: boolean;
  /** undefined: start the embedded server. */
  databaseUrl: string | undefined;
  ownerUrl: string | undefined;
  appUrl: string | undefined;
  /** undefined: use the one in the data folder. */
  secret: string | undefined;
  publicUrl: string | undefined;
  isDev: boolean;
  sandbox: SandboxShop;
  reset: boolean;
  /** Do not ask before removing data. */
  yes: boolean;
};

const port = z.coerce.number("is not a number").int().min(1, "is below 1").max(65_535, "is above 65535");
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, "is not an address such as postgres://user:password@host:5432/slipstream");

const environmentShape = z.object({
  PORT: port.optional(),
  HOST: z.string().default("127.0.0.1"),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATABASE_APP_URL: postgresUrl.optional(),
  SLIPSTREAM_DATA: z.string().default(".slipstream"),
  SLIPSTREAM_SECRET: z.string().min(32, "needs at least 32 characters: openssl rand -hex 32").optional(),
  SLIPSTREAM_URL: z
    .string()
    .regex(/^https?:\/\//, "is not an address such as https://slipstream.example.com")
    .optional(),
  SLIPSTREAM_SANDBOX_DAYS: z.coerce.number("is not a number").int().min(1, "is below 1").max(400, "is above 400").default(90),
  SLIPSTREAM_SANDBOX_ORDERS: z.coerce.number("is not a number").int().min(1, "is below 1").max(20_000, "is above 20000").default(500),
  SLIPSTREAM_SANDBOX_PROFILE: z
    .enum(["strict", "typical", "sloppy", "hasty"], "is none of strict, typical, sloppy, hasty")
    .default("typical"),
  SLIPSTREAM_SANDBOX_SCOPES: z.enum(["full", "minimal"], "is none of full, minimal").default("full"),
});

/**
 * Reads what `npm start` needs from the environment and the command line, which wins.
 *
 * @throws RemedyError that names every variable and option that is wrong, and never its value
 */
export function readStartSettings(environment: Record<string, string | undefined>, args: readonly string[]): StartSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""));
  const options = readOptions(args);
  const parsed = environmentShape.safeParse({ ...given, ...(options.port === undefined ? {} : { PORT: options.port }) });
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new RemedyError(`Some settings are wrong: ${lines.join("; ")}.`, { remedy: "docs/operations.md lists the settings." });
  }
  const env = parsed.data;
  return {
    dataFolder: dataFolderAt(env.SLIPSTREAM_DATA),
    host: env.HOST,
    port: env.PORT ?? 3000,
    isExplicit: env.PORT !== undefined,
    databaseUrl: env.DATABASE_URL,
    ownerUrl: env.DATABASE_OWNER_URL,
    appUrl: env.DATABASE_APP_URL,
    secret: env.SLIPSTREAM_SECRET,
    publicUrl: env.SLIPSTREAM_URL?.replace(/\/$/, ""),
    isDev: options.dev ?? false,
    sandbox: {
      days: env.SLIPSTREAM_SANDBOX_DAYS,
      ordersPerDay: env.SLIPSTREAM_SANDBOX_ORDERS,
      profile: env.SLIPSTREAM_SANDBOX_PROFILE,
      scopes: env.SLIPSTREAM_SANDBOX_SCOPES,
    },
    reset: options.reset ?? false,
    yes: options.yes ?? false,
  };
}

function readOptions(args: readonly string[]): { port?: string; dev?: boolean; reset?: boolean; yes?: boolean } {
  try {
    return parseArgs({
      args: [...args],
      options: { port: { type: "string" }, dev: { type: "boolean" }, reset: { type: "boolean" }, yes: { type: "boolean" } },
    }).values;
  } catch (error) {
    throw new RemedyError(error instanceof Error ? error.message : String(error), {
      remedy: "npm start -- [--port N] [--dev] [--reset [--yes]]",
    });
  }
}
