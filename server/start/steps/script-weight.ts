import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { z } from "zod";

const ONCE_LOADED = z.object({ rootMainFiles: z.array(z.string()), polyfillFiles: z.array(z.string()) });
const PAGE_SCRIPTS = z.object({
  clientModules: z.record(z.string(), z.object({ chunks: z.array(z.string()) })),
  entryJSFiles: z.record(z.string(), z.array(z.string())).optional(),
});

// Compressed, over a phone's line: what must arrive before a page can be used, and what may follow when asked for.
const PAGE_LIMIT_KB = 170;
const LAZY_LIMIT_KB = 130;

export type Weight = { what: string; kilobytes: number; limit: number };

/** Script of each page, in Brotli as the web sends it, of a build, and of each part that is loaded later. Heaviest first. */
export async function scriptWeights(output: string): Promise<Weight[]> {
  const chunks = await readdir(join(output, "static", "chunks"), { recursive: true });
  const sizes = new Map<string, number>();
  for (const chunk of chunks.filter((name) => name.endsWith(".js"))) {
    sizes.set(
      `static/chunks/${chunk.replaceAll("\\", "/")}`,
      brotliCompressSync(await readFile(join(output, "static", "chunks", chunk))).length / 1000,
    );
  }
  const { rootMainFiles, polyfillFiles } = ONCE_LOADED.parse(JSON.parse(await readFile(join(output, "build-manifest.json"), "utf8")));
  const pages = await pageScripts(join(output, "server", "app"));
  // Only browsers without modules load the polyfills.
  const needed = new Set([...rootMainFiles, ...polyfillFiles]);
  const weights = pages.map(({ page, files }): Weight => {
    const all = new Set([...rootMainFiles, ...files]);
    for (const file of all) needed.add(file);
    const kilobytes = [...all].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
    return { what: page, kilobytes, limit: PAGE_LIMIT_KB };
  });
  const lazy = [...sizes]
    .filter(([file]) => !needed.has(file))
    .map(([file, kilobytes]): Weight => ({ what: `later: ${file}`, kilobytes, limit: LAZY_LIMIT_KB }));
  return [...weights, ...lazy].sort((a, b) => b.kilobytes - a.kilobytes);
}

async function pageScripts(folder: string): Promise<{ page: string; files: string[] }[]> {
  const manifests = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith("page_client-reference-manifest.js"));
  return Promise.all(
    manifests.map(async (name) => {
      const text = await readFile(join(folder, name), "utf8");
      const json = /globalThis\.__RSC_MANIFEST\[[^\]]*(?:\][^=\]]*)*\]\s*=\s*(\{.*\});?\s*$/s.exec(text)?.[1];
      if (!json) throw new Error(`${name} does not have the form this check reads`);
      const { clientModules, entryJSFiles = {} } = PAGE_SCRIPTS.parse(JSON.parse(json));
      const files = [...Object.values(clientModules).flatMap(({ chunks }) => chunks), ...Object.values(entryJSFiles).flat()];
      return {
        page: `/${name.replaceAll("\\", "/").replace(/\/?page_client-reference-manifest\.js$/, "")}`,
        files: files.map((file) => file.replace(/^\/_next\//, "").split("?")[0] ?? file),
      };
    }),
  );
}
