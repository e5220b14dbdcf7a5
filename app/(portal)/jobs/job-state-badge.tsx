import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge, type BadgeTone } from "#app/ui/badge.tsx";

type State = RouterOutputs["jobs"]["list"][number]["state"];

const LOOKS: Readonly<Record<State, { tone: BadgeTone; word: string }>> = {
  waiting: { tone: "neutral", word: "waiting" },
  running: { tone: "good", word: "running" },
  retrying: { tone: "warn", word: "trying again" },
  done: { tone: "neutral", word: "done" },
  failed: { tone: "danger", word: "failed" },
  cancelled: { tone: "warn", word: "cancelled" },
};

/** How a job stands. `words` are those of what the job does: "importing" for "running". */
export function JobStateBadge({ state, words = {} }: { state: State; words?: Partial<Record<State, string>> }) {
  const { tone, word } = LOOKS[state];
  return <Badge tone={tone}>{words[state] ?? word}</Badge>;
}
