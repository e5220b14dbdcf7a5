import { start as startRepl } from "node:repl";
import { openHouse } from "../boot.ts";
import { secretOf } from "./data-folder.ts";
import { installedDatabase } from "./installed-database.ts";
import { reportError } from "./report-error.ts";
import { readStartSettings } from "./start-settings.ts";

try {
  const settings = readStartSettings(process.env, process.argv.slice(2));
  const { appUrl } = await installedDatabase(settings);
  const environment = {
    ...process.env,
    DATABASE_URL: appUrl,
    SLIPSTREAM_DATA: settings.dataFolder.path,
    SLIPSTREAM_SECRET: settings.secret ?? (await secretOf(settings.dataFolder)),
    LOG_LEVEL: "warn",
  };
  const house = await openHouse("web", environment);
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
