import { DateTime } from "#app/ui/format/date-time.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import type { Snapshot } from "./audit-frame.ts";

/** How old the numbers are and what they rest on. */
export function Freshness({ audit, locale }: { audit: Snapshot; locale: string }) {
  return (
    <>
      {formatCount(audit.eventCount, locale)} events, <DateTime at={audit.from} /> to <DateTime at={audit.to} />, audited{" "}
      <DateTime at={audit.computedAt} />
    </>
  );
}
