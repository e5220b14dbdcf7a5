import { start as startRepl } from "node:repl";
import { openInstalledHouse } from "./open-installed-house.ts";
import { reportError } from "./report-error.ts";

try {
  const house = await openInstalledHouse();
  const { store } = house.services;
  process.stdout.write("services, db, store, within(workspaceId, (tx) => ...) are here; await works. Ctrl-D leaves.\n");
  const repl = startRepl({ prompt: "slipstream> " });
  const within = (workspaceId: string, work: Parameters<typeof store.within>[1]) => store.within({ workspaceId }, work);
  Object.assign(repl.context, { services: house.services, db: store.db, store, within });
  repl.once("exit", () => void house.close());
} catch (error) {
  reportError(error);
  process.exitCode = 1;
}
