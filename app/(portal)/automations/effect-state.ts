import type { BadgeTone } from "#app/ui/badge.tsx";

/** Why what lapsed was not done, behind "lapsed, "; of what ended before that was kept nothing is said. */
const LAPSED: Readonly<Record<string, string>> = {
  superseded: "decided anew",
  "seen to": "people did it themselves",
  "stepped down": "the automation acts no more",
  unanswered: "nobody answered in time",
};

/** How an effect stands, in words. A person's no and that of the vendor, or of our look at the record, are two different words. */
export function effectState(
  { state, errorClass }: { state: string; errorClass: string | null },
  isStopped = false,
): { tone: BadgeTone; label: string } {
  switch (state) {
    case "proposed":
      return { tone: "warn", label: "waits for approval" };
    case "ready":
      return isStopped ? { tone: "warn", label: "waits until the stop is lifted" } : { tone: "neutral", label: "about to be done" };
    case "running":
      return { tone: "neutral", label: "being done" };
    case "done":
      return { tone: "good", label: "done" };
    case "refused":
      if (errorClass === "held up") return { tone: "warn", label: "not done, since a step before it was not" };
      return errorClass === "rejected" ? { tone: "neutral", label: "rejected by a person" } : { tone: "warn", label: "refused, not done" };
    case "failed":
      return { tone: "danger", label: "failed" };
    case "expired": {
      const why = LAPSED[errorClass ?? ""];
      return { tone: "neutral", label: why === undefined ? "lapsed" : `lapsed, ${why}` };
    }
    default:
      return { tone: "neutral", label: state };
  }
}
