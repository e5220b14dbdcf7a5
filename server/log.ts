import { pino, type Logger } from "pino";

export type Log = Logger;

// Paths that may carry secrets or persons. A test logs each of them and reads the output.
const SECRET_KEYS = [
  "password",
  "token",
  "secret",
  "authorization",
  "cookie",
  "apiKey",
  "accessToken",
  "refreshToken",
  "databaseUrl",
  "DATABASE_URL",
  "connectionString",
];

const CREDENTIALS_IN_URL = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/:@]+:[^\s/@]+@/gi;
const TOKEN_IN_QUERY = /([?&](?:token|secret|code|key)=)[^&\s"]+/gi;

/** Takes credentials out of URLs, wherever a message or a stack quotes one. */
export const withoutCredentials = (text: string): string =>
  text.replaceAll(CREDENTIALS_IN_URL, "$1[hidden]@").replaceAll(TOKEN_IN_QUERY, "$1[hidden]");

/** A logger of one process. Lines are JSON with request and job ids and without secrets. */
export function createLog({
  process: name,
  level,
  destination,
}: {
  process: string;
  level: string;
  destination?: { write: (line: string) => void };
}): Log {
  const options = {
    level,
    base: { process: name },
    redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[hidden]" },
    serializers: {
      err: (error: unknown) =>
        error instanceof Error
          ? {
              type: error.name,
              message: withoutCredentials(error.message),
              stack: withoutCredentials(error.stack ?? ""),
              ...("code" in error ? { code: error.code } : {}),
              ...("details" in error ? { details: error.details } : {}),
            }
          : error,
    },
    hooks: {
      logMethod(this: unknown, args: unknown[], method: (...rest: unknown[]) => void) {
        method.apply(
          this,
          args.map((argument) => (typeof argument === "string" ? withoutCredentials(argument) : argument)),
        );
      },
    },
  };
  return destination ? pino(options as object, destination) : pino(options as object);
}
