import { glob } from "node:fs/promises";
import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";

const APP = fileURLToPath(new URL("../../../app", import.meta.url));

/** Every page there is, from the files of app/, as "/imports/[importId]"; sorted. */
export async function pageRoutes(): Promise<string[]> {
  const routes: string[] = [];
  for await (const file of glob("**/page.tsx", { cwd: APP })) {
    const folders = dirname(file)
      .split(sep)
      .filter((folder) => folder !== "." && !/^\(.*\)$/.test(folder));
    routes.push(`/${folders.join("/")}`);
  }
  return routes.sort();
}
