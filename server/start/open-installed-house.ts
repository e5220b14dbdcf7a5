import { openHouse, type House } from "../boot.ts";
import { secretOf } from "./data-folder.ts";
import { installedDatabase } from "./installed-database.ts";
import { readStartSettings } from "./start-settings.ts";

/** Everything a tool needs beside the running processes of an installation. @throws RemedyError when none is running */
export async function openInstalledHouse(): Promise<House> {
  const settings = readStartSettings(process.env, []);
  const { appUrl } = await installedDatabase(settings);
  return openHouse("web", {
    ...process.env,
    DATABASE_URL: appUrl,
    SLIPSTREAM_DATA: settings.dataFolder.path,
    SLIPSTREAM_SECRET: settings.secret ?? (await secretOf(settings.dataFolder)),
    LOG_LEVEL: "warn",
  });
}
