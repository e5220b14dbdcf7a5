import { GraphQLError, getDirectiveValues, type GraphQLResolveInfo } from "graphql";

/** The key of the field's @idempotent directive: since 2026-04 the vendor carries refunds and changes of stock out under a key only. */
export function idempotencyKey({ schema, fieldNodes, variableValues }: GraphQLResolveInfo, name: string): string {
  const directive = schema.getDirective("idempotent");
  const [field] = fieldNodes;
  const given = directive && field ? getDirectiveValues(directive, field, variableValues)?.["key"] : undefined;
  if (typeof given === "string" && given !== "") return given;
  throw new GraphQLError(`The @idempotent directive with a key is required for ${name}.`, { extensions: { code: "BAD_REQUEST" } });
}
