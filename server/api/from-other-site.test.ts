import { expect, test } from "vitest";
import { isFromOtherSite } from "./from-other-site.ts";

const publicUrl = "https://slipstream.example.com";
const judge = (headers: Record<string, string>) => isFromOtherSite(new Headers({ host: "127.0.0.1:3000", ...headers }), { publicUrl });

test.each([
  ["our own page at the public address, behind a proxy that rewrites the host", { origin: publicUrl, "sec-fetch-site": "same-origin" }],
  ["our own page at the address of the request", { origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" }],
  ["an address typed by the person", { "sec-fetch-site": "none" }],
  ["a client that is no browser", {}],
])("%s is ours", (_what, headers) => {
  expect(judge(headers)).toBe(false);
});

test.each([
  ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
  ["a sibling below the same domain", { origin: "https://shop.example.com", "sec-fetch-site": "same-site" }],
  ["an old browser on another site's page", { origin: "https://evil.example" }],
  ["a sandboxed frame", { origin: "null" }],
  ["another port of this machine", { origin: "http://127.0.0.1:8080" }],
  ["a browser that says cross-site and hides the origin", { "sec-fetch-site": "cross-site" }],
])("%s is not", (_what, headers) => {
  expect(judge(headers)).toBe(true);
});
