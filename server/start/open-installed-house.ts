import { openHouse, type House } from "../boot.ts";
import { readRunning, secretOf } from "./data-folder.ts";
import { installedDatabase } from "./installed-database.ts";
import { readStartSettings } from "./start-settings.ts";

/** Everything a tool needs beside the running processes of an installation. @throws RemedyError when none is running */
export async function openInstalledHouse(): Promise<House> {
  const settings = readStartSettings(process.env, []);
  const running = await readRunning(settings.dataFolder);
  const { appUrl } = await installedDatabase(settings);
  return openHouse("web", {
    ...process.env,
    DATABASE_URL: appUrl,
    SLIPSTREAM_DATA: settings.dataFolder.path,
    // Links have to lead to where the pages are served at this moment.
    SLIPSTREAM_URL: process.env["SLIPSTREAM_URL"] ?? running?.url,
    SLIPSTREAM_SECRET: settings.secret ?? (await secretOf(settings.dataFolder)),
    LOG_LEVEL: "warn",
  });
}
