import { join } from "node:path";
import type { Settings } from "#server/settings.ts";

/** Where the bytes of an upload lie, and beside them the rows that were refused. The id is a UUID of ours, never a name of the user's. */
export const uploadPath = ({ dataFolder }: Pick<Settings, "dataFolder">, uploadId: string): string =>
  join(dataFolder, "uploads", `${uploadId}.csv`);

/** The first rows of an upload that is no CSV, as they were when it arrived: to look at them must not mean reading the whole file. */
export const samplePath = ({ dataFolder }: Pick<Settings, "dataFolder">, uploadId: string): string =>
  join(dataFolder, "uploads", `${uploadId}.sample.json`);

/** Rows of one import that were refused, with row number and reason. */
export const rejectedPath = ({ dataFolder }: Pick<Settings, "dataFolder">, importId: string): string =>
  join(dataFolder, "uploads", `${importId}.rejected.csv`);
