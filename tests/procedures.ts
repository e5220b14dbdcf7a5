import * as z from "zod";
import { appRouter } from "#server/api/root.ts";
import { isPermission, type Permission } from "#server/permissions.ts";
import type { Caller } from "./house.ts";

const Access = z.union([
  z.object({ access: z.literal("anyone") }),
  z.object({ access: z.literal("signed in") }),
  z.object({
    access: z.literal("permission"),
    permission: z.custom<Permission>((value) => typeof value === "string" && isPermission(value)),
  }),
]);

const Declared = z.object({
  type: z.enum(["query", "mutation", "subscription"]),
  meta: Access.optional(),
  inputs: z.array(z.instanceof(z.ZodType)),
  output: z.unknown(),
});

export type DeclaredProcedure = {
  /** As a page calls it: "people.invite". */
  path: string;
  type: "query" | "mutation" | "subscription";
  access: z.infer<typeof Access> | undefined;
  inputs: z.ZodType[];
  hasOutput: boolean;
};

/** Every procedure of the product, read back from the router itself. */
export const procedures: readonly DeclaredProcedure[] = Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
  const { type, meta, inputs, output } = Declared.parse(Reflect.get(Object(procedure), "_def"));
  return { path, type, access: meta, inputs, hasOutput: output !== undefined && output !== null };
});

/** Calls a procedure by its path, with whatever input. */
export function callByPath(api: Caller, path: string, input: unknown): Promise<unknown> {
  const procedure = path
    .split(".")
    .reduce<unknown>((at, key) => (typeof at === "object" || typeof at === "function" ? Reflect.get(Object(at), key) : undefined), api);
  if (typeof procedure !== "function") throw new Error(`there is no procedure ${path}`);
  return Promise.resolve(Reflect.apply(procedure, undefined, [input]));
}
