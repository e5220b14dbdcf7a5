import { describe, expect, test } from "vitest";
import { clientAddress, CLIENT_ADDRESS_HEADER, FROM_THIS_MACHINE_HEADER, isLoopbackHost, noteClient } from "./client-address.ts";

describe("the address tries are counted by", () => {
  const peer = "10.0.0.2";
  test.each([
    ["no proxy is trusted: what the client claims counts for nothing", 0, "198.51.100.7", "10.0.0.2"],
    ["one proxy: the address it was called from", 1, "198.51.100.7", "198.51.100.7"],
    ["one proxy: an address the client put in front counts for nothing", 1, "203.0.113.1, 198.51.100.7", "198.51.100.7"],
    ["two proxies: the address the outer one was called from", 2, "198.51.100.7, 10.0.0.3", "198.51.100.7"],
    ["fewer entries than proxies: the farthest there is", 3, "198.51.100.7", "198.51.100.7"],
    ["an IPv4 address that came over IPv6", 1, "::ffff:198.51.100.7", "198.51.100.7"],
    ["something that is no address", 1, "<script>", "unknown"],
    ["nothing", 1, "", "10.0.0.2"],
  ])("%s", (_what, trustedProxies, forwarded, expected) => {
    expect(clientAddress({ peer, forwarded, trustedProxies })).toBe(expected);
  });
});

test.each(["localhost", "localhost:3000", "127.0.0.1:3000", "127.8.9.1", "[::1]:3000", "::1", "LOCALHOST"])(
  "%s names this machine",
  (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  },
);

test.each(["", undefined, "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:3000", "0.0.0.0", "10.0.0.1", "[::2]"])(
  "%s does not",
  (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  },
);

describe("a request from this machine", () => {
  const note = (remoteAddress: string, headers: Record<string, string>, trustedProxies = 0) => {
    const request: Parameters<typeof noteClient>[0] = { socket: { remoteAddress }, headers: { ...headers }, url: "/" };
    noteClient(request, { trustedProxies });
    return request.headers;
  };
  const host = { host: "localhost:3000" };

  test("comes over loopback, to a loopback name, from a page opened there", () => {
    expect(note("127.0.0.1", host)[FROM_THIS_MACHINE_HEADER]).toBe("yes");
    expect(note("::1", { ...host, origin: "http://localhost:3000" })[FROM_THIS_MACHINE_HEADER]).toBe("yes");
  });

  test.each([
    ["from the network", "192.0.2.1", host],
    ["to another name, as a rebound one", "127.0.0.1", { host: "evil.example:3000" }],
    ["from another site's page", "127.0.0.1", { ...host, origin: "https://evil.example" }],
    ["from a page without an origin", "127.0.0.1", { ...host, origin: "null" }],
    ["through a proxy on this machine", "127.0.0.1", { ...host, "x-forwarded-for": "198.51.100.7" }],
    ["through a proxy that says so in the standard way", "127.0.0.1", { ...host, forwarded: "for=198.51.100.7" }],
  ])("is not one %s", (_what, peer, headers) => {
    expect(note(peer, headers)[FROM_THIS_MACHINE_HEADER]).toBe("no");
  });

  test("is not one where a proxy is expected in front, whatever it leaves out", () => {
    expect(note("127.0.0.1", host, 1)[FROM_THIS_MACHINE_HEADER]).toBe("no");
  });

  test("cannot be claimed by the client", () => {
    const noted = note("192.0.2.1", { ...host, [FROM_THIS_MACHINE_HEADER]: "yes", [CLIENT_ADDRESS_HEADER]: "127.0.0.1" });
    expect(noted[FROM_THIS_MACHINE_HEADER]).toBe("no");
    expect(noted[CLIENT_ADDRESS_HEADER]).toBe("192.0.2.1");
  });
});
