import { InventoryAction } from "#server/sandbox/departments/inventory/act.ts";
import { differenceIn } from "#server/sandbox/departments/inventory/record.ts";
import { findDifference } from "#server/sandbox/departments/inventory/state.ts";
import type { Difference } from "#server/sandbox/departments/inventory/stock.ts";
import { inventoryRules } from "#tests/automations/inventory-rules.ts";
import { isWanted, outcomeOf } from "#tests/automations/inventory-truth.ts";
import type { Climber, World } from "./climber.ts";

const differenceOf = ({ departments }: World, documentUri: string | null): Difference | undefined =>
  findDifference(departments.inventory.state, differenceIn(documentUri) ?? 0);

export const inventorySyncClimb: Climber = {
  playbook: "inventory-sync",
  vendors: ["shopify"],
  shop: { seed: "climb-inventory", profile: "strict", days: 14, ordersPerDay: 500 },
  pace: { everyMinutes: { before: 15, auto: 1 }, autoDays: 7 }, // Webhooks bring word within the minute.
  syncs: { withNews: { shopify: ["stock"] }, hourly: {} },
  rules: inventoryRules,
  watch({ departments }) {
    let seen = -1;
    return () => {
      const { differences } = departments.inventory.state;
      const now = differences.length + differences.filter(({ countedAs }) => countedAs !== null).length;
      const had = now !== seen;
      seen = now;
      return had;
    };
  },
  isRight(world, { caseId, outcome }) {
    const difference = differenceOf(world, caseId.replace("sku:", ""));
    return difference !== undefined && isWanted(difference, outcome);
  },
  isRightChange(world, entry) {
    if (entry.kind !== "department action" || entry.department !== "inventory") return null;
    const action = InventoryAction.parse(entry.action);
    const difference = differenceOf(world, action.documentUri);
    const outcome = difference && outcomeOf(difference, action);
    return difference && outcome ? isWanted(difference, outcome) : false;
  },
  touches: ({ departmentTouches }) => departmentTouches.filter(({ department }) => department === "inventory"),
};
