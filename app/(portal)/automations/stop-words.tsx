import type { RouterOutputs } from "#app/trpc/types.ts";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { asSentence } from "./stopped-words.ts";

type Stop = NonNullable<RouterOutputs["automations"]["decision"]["stop"]>;

/** Who stopped what, when and why, and what comes of what waits. */
export const StopWords = ({ stop: { by, at, reason, all }, name }: { stop: Stop; name: string }) => (
  <>
    {all ? "All automations were" : `${name} was`} stopped by {by}, <DateTime at={at} full />: {asSentence(reason)} No automation writes
    until {all ? "they are let run again" : "it is let go on"}; what is approved waits, and is carried out at once then.
  </>
);
