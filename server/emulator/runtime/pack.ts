import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const JsonSchema = z.looseObject({ definitions: z.record(z.string(), z.unknown()).optional() });
const SyncDefinition = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  runs: z.string(),
  auto_start: z.boolean(),
  output: z.array(z.string()),
  version: z.string().nullish(),
  track_deletes: z.boolean().nullish(),
  json_schema: JsonSchema.nullish(),
  webhookSubscriptions: z.array(z.string()).nullish(),
  features: z.array(z.string()).nullish(),
});
const ActionDefinition = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  version: z.string().nullish(),
  json_schema: JsonSchema.nullish(),
});
const Definitions = z.array(
  z.looseObject({
    providerConfigKey: z.string(),
    syncs: z.array(SyncDefinition),
    actions: z.array(ActionDefinition),
    onEventScripts: z.record(z.string(), z.array(z.string())).default({}),
  }),
);

export type SyncDefinition = z.infer<typeof SyncDefinition>;
export type ActionDefinition = z.infer<typeof ActionDefinition>;
export type PackIntegration = z.infer<typeof Definitions>[number];

/** One function of the pack, with its compiled file. */
export type PackFunction = {
  file: string;
  name: string;
  type: "sync" | "action" | "on-event";
  models: string[];
  jsonSchema: unknown;
  version: string;
};

export type Pack = {
  integrations: readonly PackIntegration[];
  syncsOf: (key: string) => SyncDefinition[];
  findSync: (key: string, name: string) => SyncDefinition | null;
  findAction: (key: string, name: string) => ActionDefinition | null;
  eventScripts: (key: string, event: string) => string[];
  /** Syncs that take a vendor's webhooks of a type. */
  syncsForWebhook: (key: string, type: string) => SyncDefinition[];
  locate: (key: string, type: PackFunction["type"], name: string) => PackFunction;
};

/**
 * Reads what `nango compile` left in a pack's folder: .nango/nango.json and build/.
 *
 * @throws with the command to run when the pack is not compiled
 */
export async function readPack(folder: string): Promise<Pack> {
  let text: string;
  try {
    text = await readFile(join(folder, ".nango", "nango.json"), "utf8");
  } catch {
    throw new Error(`The pack in ${folder} is not compiled: run "npm run connectors:compile" first.`);
  }
  const integrations = Definitions.parse(JSON.parse(text));
  const byKey = new Map(integrations.map((integration) => [integration.providerConfigKey, integration]));
  const findSync = (key: string, name: string) => byKey.get(key)?.syncs.find((sync) => sync.name === name) ?? null;
  const findAction = (key: string, name: string) => byKey.get(key)?.actions.find((action) => action.name === name) ?? null;
  return {
    integrations,
    syncsOf: (key) => byKey.get(key)?.syncs ?? [],
    findSync,
    findAction,
    syncsForWebhook: (key, type) =>
      (byKey.get(key)?.syncs ?? []).filter(({ webhookSubscriptions }) =>
        webhookSubscriptions?.some((wanted) => wanted === "*" || wanted === type),
      ),
    eventScripts: (key, event) => byKey.get(key)?.onEventScripts[event] ?? [],
    locate: (key, type, name) => {
      const sync = type === "sync" ? findSync(key, name) : null;
      const definition = sync ?? (type === "action" ? findAction(key, name) : null);
      return {
        file: join(folder, "build", `${key}_${type}s_${name}.cjs`),
        name,
        type,
        models: sync?.output ?? [],
        jsonSchema: definition?.json_schema ?? null,
        version: definition?.version ?? "0.0.1",
      };
    },
  };
}
