import { sql, type RawBuilder } from "kysely";
import { slotOfKey } from "#server/domain/event-log/clock-slot.ts";

/** Whether a row of `event` falls into one of the slots (slotKey). @param row its alias @param source the name of its source */
export function isInSlot(keys: readonly string[], { row, source }: { row: string; source: RawBuilder<string> }): RawBuilder<boolean> {
  const slots = keys.map(slotOfKey);
  const of = (column: string) => sql.ref(`${row}.${column}`);
  return sql<boolean>`exists (select from unnest(${slots.map((slot) => slot.source)}::text[], ${slots.map((slot) => slot.activity)}::text[],
      ${slots.map((slot) => slot.hour)}::int[], ${slots.map((slot) => slot.second)}::int[]) c (source, activity, hour, second)
    where c.source = ${source} and c.activity = ${of("activity")} and c.hour = extract(hour from ${of("ended_at")} at time zone 'UTC')
      and c.second = floor(extract(second from ${of("ended_at")})))`;
}
