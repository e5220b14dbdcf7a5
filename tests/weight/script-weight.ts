import { get } from "node:http";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { lazyParts, neededScripts } from "./read-chunks.ts";

// ux.md's promise to people on slow lines, in thousands of bytes as they travel.
const PAGE_LIMIT_KB = 170;
const PART_LIMIT_KB = 130;

// About 5 s of one core on the slowest machine tried; after that, whatever is sent counts.
const BROTLI_WITHIN_MS = 20_000;

const USAGE = `Weighs the script of pages of a running production server, as it travels to a browser.

  node tests/weight/script-weight.ts [--cookie "name=value; other=value"] [--encoding "br, gzip"] BASE_URL ROUTE...

Ends with 1 when a page needs more than ${PAGE_LIMIT_KB} kB before it can be used, or a part that comes later has more than ${PART_LIMIT_KB} kB.`;

type Answer = { status: number; type: string; encoding: string; bytes: number; text: string };

/** One request; `bytes` is the size of the body as it travelled. */
function fetchRaw(url: URL, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(parts);
        const encoding = response.headers["content-encoding"] ?? "identity";
        const plain = encoding === "br" ? brotliDecompressSync(body) : encoding === "gzip" ? gunzipSync(body) : body;
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers["content-type"] ?? "",
          encoding,
          bytes: body.length,
          text: plain.toString("utf8"),
        });
      });
    }).on("error", reject);
  });
}

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);

class Scales {
  readonly #base: URL;
  readonly #headers: Record<string, string>;
  readonly #patientUntil = Date.now() + BROTLI_WITHIN_MS;
  readonly #scripts = new Map<string, Promise<Answer>>();

  constructor(base: URL, headers: Record<string, string>) {
    this.#base = base;
    this.#headers = headers;
  }

  async page(route: string): Promise<string> {
    const answer = await fetchRaw(new URL(route, this.#base), { ...this.#headers, accept: "text/html" });
    if (answer.status !== 200 || !answer.type.includes("text/html")) {
      throw new Error(`${route} answered ${answer.status} ${answer.type}: is the cookie valid?`);
    }
    return answer.text;
  }

  async script(path: string): Promise<Answer> {
    const known = this.#scripts.get(path) ?? this.#settled(path);
    this.#scripts.set(path, known);
    const answer = await known;
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer;
  }

  /** The server compresses in Brotli for some seconds after its first start; gzip is what it sends until then. */
  async #settled(path: string): Promise<Answer> {
    while (true) {
      const answer = await fetchRaw(new URL(path, this.#base), this.#headers);
      const wanted = this.#headers["accept-encoding"]?.startsWith("br") ? "br" : answer.encoding;
      if (answer.encoding === wanted || answer.status !== 200 || Date.now() > this.#patientUntil) return answer;
      await setTimeout(500);
    }
  }

  async bytesOf(paths: readonly string[]): Promise<number> {
    const answers = await Promise.all(paths.map((path) => this.script(path)));
    return answers.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Every part that can come later on a page, found from script to script; what the page has already is not counted again. */
  async partsAfter(needed: readonly string[]): Promise<{ files: string[]; bytes: number }[]> {
    const have = new Set(needed);
    const parts = new Map<string, string[]>();
    const read = new Set<string>();
    const queue = [...needed];
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      if (read.has(path)) continue;
      read.add(path);
      for (const part of lazyParts((await this.script(path)).text)) {
        const files = part.filter((file) => !have.has(file));
        if (files.length > 0) parts.set(files.join(" "), files);
        queue.push(...files);
      }
    }
    const weighed = await Promise.all([...parts.values()].map(async (files) => ({ files, bytes: await this.bytesOf(files) })));
    return weighed.sort((a, b) => b.bytes - a.bytes);
  }
}

const { values, positionals } = parseArgs({
  options: { cookie: { type: "string", default: "" }, encoding: { type: "string", default: "br, gzip" } },
  allowPositionals: true,
});
const [base, ...routes] = positionals;
if (!base || routes.length === 0) {
  console.error(USAGE);
  process.exit(2);
}

const scales = new Scales(new URL(base), { "accept-encoding": values.encoding, ...(values.cookie ? { cookie: values.cookie } : {}) });
const tooHeavy: string[] = [];
for (const route of routes) {
  const needed = neededScripts(await scales.page(route));
  if (needed.length === 0) throw new Error(`${route} loads no script that this check can see: is it a production server?`);
  const bytes = await scales.bytesOf(needed);
  console.log(`${kilobytes(bytes).padStart(7)} kB  ${route}  (${needed.length} files before it can be used)`);
  if (bytes > PAGE_LIMIT_KB * 1000) tooHeavy.push(`${route} needs ${kilobytes(bytes)} kB, at most ${PAGE_LIMIT_KB} are allowed`);
  for (const part of await scales.partsAfter(needed)) {
    console.log(
      `${kilobytes(part.bytes).padStart(15)} kB later: ${part.files.map((file) => file.replace("/_next/static/", "")).join(" + ")}`,
    );
    if (part.bytes > PART_LIMIT_KB * 1000) {
      tooHeavy.push(`${route} loads a part of ${kilobytes(part.bytes)} kB later, at most ${PART_LIMIT_KB} are allowed`);
    }
  }
}
for (const sentence of tooHeavy) console.error(`Too heavy: ${sentence}`);
process.exit(tooHeavy.length > 0 ? 1 : 0);
