import { localToUtc, utcToLocal } from "../kit/local-time.js";

const ZONE = "America/Los_Angeles"; // ShipStation prints its own local time everywhere, without a zone
const PRINTED = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d+)?$/;

/** "2026-11-01T09:30:00.1230000", as ShipStation prints it, as ISO 8601 in UTC to the second. @throws when it is no such time */
export function toUtc(printed: string): string {
  const match = PRINTED.exec(printed);
  if (!match) throw new Error(`"${printed}" is not a time as ShipStation prints it`);
  return localToUtc(`${match[1]} ${match[2]}`, ZONE);
}

/** The same, where ShipStation may leave the field out. */
export const toUtcOrNull = (printed: string | null | undefined): string | null => (printed ? toUtc(printed) : null);

/** An instant as ShipStation wants it in a question. */
export const toQuestion = (iso: string): string => utcToLocal(iso, ZONE);
