import type { RouterOutputs } from "#app/trpc/types.ts";

export type ListedWorkflow = RouterOutputs["workflows"]["list"][number];
export type Definition = ListedWorkflow["definition"];
export type Claim = Definition["claims"][number];

export const NO_CLAIM: Claim = { sources: [], recorded: [], cases: [], activities: [] };

/** What a form of a claim asks for, in the order in which it stands there. */
export const CLAIM_LISTS = [
  { list: "activities", label: "Activities", hint: "As they stand in the log." },
  { list: "cases", label: "Cases that begin with", hint: "As order: or RMA-." },
  { list: "sources", label: "Sources", hint: "Files or connections by name." },
  { list: "recorded", label: "Workflow as recorded", hint: "What the source or the import wrote." },
] as const satisfies readonly { list: keyof Claim; label: string; hint: string }[];

/** One entry a line; empty lines and repeats are left out. */
export const toEntries = (text: string): string[] =>
  [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
export const toLines = (entries: readonly string[]): string => entries.join("\n");

const any = (entries: readonly string[]) => (entries.length === 1 ? entries[0] : `${entries.slice(0, -1).join(", ")} or ${entries.at(-1)}`);

/** "activity approve return or restock, of cases that begin with return:" */
export function claimInWords({ activities, cases, sources, recorded }: Claim): string {
  const parts = [
    ...(activities.length > 0 ? [`activity ${any(activities)}`] : []),
    ...(cases.length > 0 ? [`cases that begin with ${any(cases)}`] : []),
    ...(sources.length > 0 ? [`from ${any(sources)}`] : []),
    ...(recorded.length > 0 ? [`recorded as ${any(recorded)}`] : []),
  ];
  return parts.length === 0 ? "nothing yet" : parts.join(", ");
}
