"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "#app/trpc/client.tsx";
import { expressionsOf } from "#server/domain/decisions/asked-expressions.ts";
import type { RuleProblem } from "#server/domain/decisions/rule-table-problems.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";

const NONE: readonly RuleProblem[] = [];

/** What the decision engine, which runs at the server, cannot read of the expressions of a table. */
export function useUnreadable(automationId: string, table: RuleTable): readonly RuleProblem[] {
  const trpc = useTRPC();
  const asked = expressionsOf(table);
  const { data } = useQuery({
    ...trpc.automations.checkExpressions.queryOptions({ automationId, asked }),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
  });
  if (asked.length === 0 || !data) return NONE;
  // What is kept from before may speak of what is no longer there.
  return data.filter(({ rowId, column }) => asked.some((one) => one.rowId === rowId && one.column === column));
}
