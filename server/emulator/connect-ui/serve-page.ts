import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { pathToFileURL } from "node:url";
import type { Emulator } from "../context.ts";
import { failure } from "../http/contract-error.ts";
import type { Reply, Route } from "../http/server.ts";

const here = new URL("./", import.meta.url);
const sdk = new URL("./", pathToFileURL(createRequire(import.meta.url).resolve("@nangohq/frontend")));

/** The page that `openConnectUI` shows in its frame, and the unmodified browser SDK that it uses. */
export function connectPageRoutes({ settings }: Pick<Emulator, "settings">): Route[] {
  return [
    {
      method: "GET",
      path: "/",
      access: "open",
      answer: async () => {
        const nonce = randomBytes(16).toString("base64");
        const html = await readFile(new URL("page.html", here), "utf8");
        // Shown in a frame of the app, which is on another port of this machine; it may also talk to an API on another port.
        const local = "http://127.0.0.1:* http://localhost:*";
        const policy = `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self'; connect-src 'self' ${local} ws://127.0.0.1:* ws://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors ${local}`;
        return {
          status: 200,
          raw: html.replace("NONCE", nonce),
          headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy },
        };
      },
    },
    { method: "GET", path: "/connect-ui/page.css", access: "open", answer: () => file(new URL("page.css", here), "text/css") },
    {
      method: "GET",
      path: "/connect-ui/page.js",
      access: "open",
      answer: async () => ({
        status: 200,
        raw: stripTypeScriptTypes(await readFile(new URL("page.ts", here), "utf8")),
        headers: { "content-type": "text/javascript; charset=utf-8" },
      }),
    },
    {
      method: "GET",
      path: "/connect-ui/examples.json",
      access: "open",
      answer: async () => ({ status: 200, body: settings.examples }),
    },
    {
      method: "GET",
      path: "/connect-ui/sdk/:name",
      access: "open",
      answer: async ({ params }) => {
        const name = params["name"] ?? "";
        if (!/^[a-zA-Z]+\.js$/.test(name)) throw failure(404, "not_found", "No such file");
        return file(new URL(name, sdk), "text/javascript");
      },
    },
  ];
}

async function file(url: URL, type: string): Promise<Reply> {
  try {
    return { status: 200, raw: await readFile(url), headers: { "content-type": `${type}; charset=utf-8` } };
  } catch {
    throw failure(404, "not_found", "No such file");
  }
}
