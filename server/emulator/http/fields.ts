import { z } from "zod";

/** The forms of ids in the contract. */
export const ProviderConfigKey = z
  .string()
  .regex(/^[a-zA-Z0-9~:.@ _-]+$/)
  .max(255);
export const ConnectionId = z
  .string()
  .regex(/^[a-zA-Z0-9,.;:=+~[\]|@${}"'\\/_ -]+$/)
  .max(255);
export const ModelName = z
  .string()
  .regex(/^[A-Z][a-zA-Z0-9_-]+$/)
  .max(255);
export const FunctionName = z
  .string()
  .regex(/^[a-zA-Z0-9_-]+$/)
  .max(255);
export const Flag = z.enum(["true", "false"]).transform((text) => text === "true");
export const JsonObject = z.record(z.string(), z.unknown());

/** Which connection a call is about. */
export const ConnectionHeaders = z.object({ "connection-id": ConnectionId, "provider-config-key": ProviderConfigKey });

/** A query as an object: a name that repeats is a list, and name[key]=value a group. */
export function queryObject(query: URLSearchParams): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    const group = /^(\w+)\[([^\]]+)\]$/.exec(name);
    if (group?.[1] && group[2]) {
      const present = JsonObject.safeParse(result[group[1]]).data ?? {};
      result[group[1]] = { ...present, [group[2]]: values[0] };
    } else result[name] = values.length > 1 ? values : values[0];
  }
  return result;
}
