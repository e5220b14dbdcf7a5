import type { Services } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { nangoClientOf, type NangoClient } from "#server/nango/nango-client.ts";
import { NangoError } from "#server/nango/nango-error.ts";

/** The way to Nango. @throws AppError CONNECTIONS_OFF when this installation has none */
export function nangoDoor({ settings }: Pick<Services, "settings">): NangoClient {
  if (!settings.nango) throw new AppError("CONNECTIONS_OFF");
  return nangoClientOf(settings.nango);
}

/** A call that a person waits for. @throws AppError NOT_FOUND for what Nango does not know, NANGO_UNAVAILABLE for any other refusal */
export async function askNango<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof NangoError)) throw error;
    const details = { status: error.status, code: error.code };
    if (error.isUnknownConnection) throw new AppError("NOT_FOUND", "Nango knows no such connection.", { details, cause: error });
    throw new AppError("NANGO_UNAVAILABLE", undefined, { details, cause: error });
  }
}
