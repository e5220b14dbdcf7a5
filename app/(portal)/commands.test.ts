import { expect, test } from "vitest";
import { rankCommands } from "#app/ui/shell/rank-commands.ts";
import { isPermission, may, PERMISSIONS } from "#server/permissions.ts";
import { commandsFor } from "./commands.ts";

const found = (typed: string, role: "owner" | "finance") => {
  const permissions = Object.keys(PERMISSIONS).filter((name) => isPermission(name) && may(role, name));
  return rankCommands(commandsFor(new Set(permissions)), typed).map(({ label }) => label);
};

test.each([
  ["stop", "Stop all automations"],
  ["digest", "Weekly digest"],
  ["alarm", "Alarms of work by hand"],
  ["password", "Account"],
])("%s finds %s", (typed, label) => {
  expect(found(typed, "owner")).toContain(label);
});

test("what a role may not do is not offered", () => {
  expect(found("stop all", "finance")).toEqual([]);
  expect(found("people", "finance")).toEqual([]);
});
