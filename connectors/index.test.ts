import { existsSync, readdirSync, readFileSync } from "node:fs";
import { getProvider } from "@nangohq/providers";
import { expect, test } from "vitest";
import * as z from "zod";
import { NotAfter } from "./kit/in-time.ts";
import { INTEGRATIONS } from "./records/integrations.ts";

const root = new URL("./", import.meta.url);
const registered = [...readFileSync(new URL("index.ts", root), "utf8").matchAll(/^import "\.\/(.+)\.js";$/gm)].map(
  ([, path]) => `${path}.ts`,
);
const providers = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/README.md`, root)))
  .map(({ name }) => name);
const functions = providers.flatMap((provider) =>
  ["syncs", "actions", "on-events"].flatMap((kind) => {
    const folder = new URL(`${provider}/${kind}/`, root);
    return existsSync(folder) ? readdirSync(folder).map((name) => `${provider}/${kind}/${name}`) : [];
  }),
);

test("every function is registered, and every registered one is there", () => {
  expect(registered.toSorted()).toEqual(functions.toSorted());
});

test.each(providers)("the folder %s has the name of a Nango provider", (provider) => {
  expect(getProvider(provider)).toBeDefined();
});

test.each(functions)("%s uses nothing that the runner lacks", (path) => {
  const text = readFileSync(new URL(path, root), "utf8");
  const missing =
    /\b(fetch\(|TextEncoder|structuredClone|AbortController|atob|btoa|setInterval|clearTimeout|queueMicrotask|process\.|performance\.|node:)/;
  expect(missing.exec(text)?.[0]).toBeUndefined();
});

test("only the kit asks Nango for its own records: it knows that deleted ones come too", () => {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !/node_modules|\.test\.ts$|^kit\//.test(path),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((path) => /nango\.(listRecords|getRecordsByIds)/.test(readFileSync(new URL(path, root), "utf8")))).toEqual([]);
});

const syncsOf = (provider: string) =>
  functions.filter((path) => path.startsWith(`${provider}/syncs/`)).map((path) => readFileSync(new URL(path, root), "utf8"));
const subscriptionsOf = (text: string): string[] =>
  [...(/webhookSubscriptions: \[(.*?)\]/s.exec(text)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(([, topic]) => topic ?? "");

test.each(INTEGRATIONS.map(({ key, news }) => ({ key, news })))("what is said of $key says how soon a change is seen", ({ key, news }) => {
  const texts = syncsOf(key);
  const frequencies = new Set(texts.map((text) => /frequency: "([^"]+)"/.exec(text)?.[1] ?? ""));
  // Catalogues that change a few times a year are nobody's news. People do not say the one that the compiler asks for.
  const said = [...frequencies].filter((often) => often !== "every day").map((often) => often.replace(/^every 1 /, "every "));
  expect(said.filter((often) => !news.includes(often))).toEqual([]);
  expect(/\bat once\b/.test(news)).toBe(texts.some((text) => subscriptionsOf(text).length > 0));
  // What Nango has no routing for, it passes on to nobody.
  const isRouted = Boolean(getProvider(key)?.webhook_routing_script);
  expect(isRouted ? [] : texts.flatMap(subscriptionsOf)).toEqual([]);
});

test("the guide names every topic that has to be entered at Shopify", () => {
  const topics = [...new Set(syncsOf("shopify").flatMap(subscriptionsOf))].toSorted();
  const guide = readFileSync(new URL("../docs/connections.md", root), "utf8");
  const named = [...guide.matchAll(/`([a-z_]+\/[a-z_]+)`/g)].map(([, topic]) => topic ?? "");
  expect(named.toSorted()).toEqual(topics);
});

/** Reads or asks for a price; whatever else an action does, it changes something. */
const ONLY_READS = /\/(read|rate)-[\w-]+\.ts$/;
const writing = functions.filter((path) => path.includes("/actions/") && !ONLY_READS.test(path));
const Action = z.object({ default: z.object({ input: z.instanceof(z.ZodObject) }) });

test.each(writing)("%s takes the moment after which it may send nothing any more", async (path) => {
  const { default: action } = Action.parse(await import(new URL(path, root).href));
  expect(action.input.shape["notAfter"]).toBe(NotAfter);
});

test("there are actions that write", () => {
  expect(writing.length).toBeGreaterThan(20);
});
