import { openHouse } from "#server/boot.ts";
import { runEffects } from "#server/services/automations/run-effects.ts";

/** A worker process that carries out what is due in WORKSPACE at the time NOW, tells the parent so, and waits to be ended. */
const house = await openHouse("worker", process.env);
process.on("disconnect", () => process.exit(0));
const now = new Date(process.env["NOW"] ?? "");
const workspaceId = process.env["WORKSPACE"] ?? "";
const done = await runEffects({ ...house.services, now: () => now, workspaceId, actor: { type: "system", name: "test" } });
process.send?.(done);
