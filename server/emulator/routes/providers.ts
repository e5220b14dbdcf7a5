import { failure } from "../http/contract-error.ts";
import type { Route } from "../http/server.ts";
import { listProviders } from "../vendor/provider.ts";
import type { Emulator } from "../context.ts";

export function providerRoutes(emulator: Emulator): Route[] {
  const shown = (entry: Record<string, unknown>) => ({
    ...entry,
    logo_url: `${emulator.url}/images/template-logos/${String(entry["name"])}.svg`,
  });
  return [
    {
      method: "GET",
      path: "/providers",
      access: "secret or session",
      answer: async ({ query }) => ({ status: 200, body: { data: listProviders(query.get("search") ?? "").map(shown) } }),
    },
    {
      method: "GET",
      path: "/providers/:provider",
      access: "secret or session",
      answer: async ({ params }) => {
        const name = params["provider"] ?? "";
        const entry = listProviders(name).find((provider) => provider["name"] === name);
        if (!entry) throw failure(404, "not_found", `Unknown provider ${name}`);
        return { status: 200, body: { data: shown(entry) } };
      },
    },
  ];
}
