import { createHash } from "node:crypto";
import { countTry, deleteOldTries } from "#db/queries/rate-limits.ts";
import type { Visitor } from "#server/context.ts";
import { AppError } from "#server/errors.ts";

const MINUTE = 60;
const HOUR = 3600;

type Limit = { per: "address" | "subject" | "both"; tries: number; windowSeconds: number };

/**
 * Tries allowed in a window. The tight limit is per address and subject together, so that a stranger elsewhere cannot lock a
 * person out; the wide one per subject bounds guessing from many addresses at once.
 */
const LIMITS = {
  "sign-in": [
    { per: "both", tries: 6, windowSeconds: MINUTE },
    { per: "address", tries: 30, windowSeconds: MINUTE },
    { per: "subject", tries: 100, windowSeconds: HOUR },
  ],
  "reset-request": [
    { per: "both", tries: 3, windowSeconds: 10 * MINUTE },
    { per: "address", tries: 20, windowSeconds: HOUR },
    { per: "subject", tries: 10, windowSeconds: HOUR },
  ],
  "secret-link": [{ per: "address", tries: 30, windowSeconds: MINUTE }],
  "set-up": [{ per: "address", tries: 10, windowSeconds: MINUTE }],
  invite: [{ per: "subject", tries: 40, windowSeconds: HOUR }],
  "own-password": [{ per: "subject", tries: 6, windowSeconds: MINUTE }],
  demo: [{ per: "address", tries: 20, windowSeconds: MINUTE }],
} as const satisfies Record<string, readonly Limit[]>;

/**
 * Counts a try, whether it will succeed or not, in the database that all processes share.
 *
 * @param subject whom it is about, such as the e-mail address tried; kept as a hash
 * @throws AppError RATE_LIMITED, saying how long to wait
 */
export async function limitTries(
  { store, now, clientAddress }: Pick<Visitor, "store" | "now" | "clientAddress">,
  action: keyof typeof LIMITS,
  { subject = "" }: { subject?: string } = {},
): Promise<void> {
  const at = now();
  for (const { per, tries: allowed, windowSeconds } of LIMITS[action]) {
    const about = per === "address" ? clientAddress : per === "subject" ? subject : `${clientAddress} ${subject}`;
    const key = `${action}:${per}:${createHash("sha256").update(about).digest("hex")}`;
    const { tries, startedAt } = await countTry(store.db, { key, now: at, windowSeconds });
    if (tries === 1) await deleteOldTries(store.db, { before: new Date(at.getTime() - 24 * HOUR * 1000) });
    if (tries <= allowed) continue;
    const waitSeconds = Math.max(1, Math.ceil((startedAt.getTime() + windowSeconds * 1000 - at.getTime()) / 1000));
    throw new AppError("RATE_LIMITED", `Too many tries. Wait ${inWords(waitSeconds)}, then try again.`, { details: { action, per } });
  }
}

const inWords = (seconds: number): string => (seconds <= 60 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`);
