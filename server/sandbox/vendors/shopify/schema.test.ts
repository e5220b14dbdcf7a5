import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from "graphql";
import { expect, test } from "vitest";
import type { GraphQLSchema, IntrospectionQuery } from "graphql";

const published = new URL("../../../../node_modules/@shopify/dev-mcp/dist/data/admin_2026-10.json.gz", import.meta.url);
const introspection: { data: IntrospectionQuery } = JSON.parse(gunzipSync(readFileSync(published)).toString("utf8"));
const real = buildClientSchema(introspection.data);
const sdl = readFileSync(new URL("./schema.graphql", import.meta.url), "utf8");

/** Everything in which `ours` says more than, or something else than, the published schema. */
function differences(ours: GraphQLSchema): string[] {
  const found: string[] = [];
  const types = Object.values(ours.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  for (const type of types) {
    const other = real.getType(type.name);
    if (!other || other.constructor.name !== type.constructor.name) {
      found.push(`${type.name} is not such a type`);
      continue;
    }
    if (isEnumType(type) && isEnumType(other))
      for (const { name } of type.getValues()) if (!other.getValue(name)) found.push(`${type.name}.${name} is no value`);
    if (isInputObjectType(type) && isInputObjectType(other)) {
      const theirs = other.getFields();
      for (const field of Object.values(type.getFields()))
        if (String(theirs[field.name]?.type) !== String(field.type)) found.push(`${type.name}.${field.name}: ${String(field.type)}`);
      for (const field of Object.values(theirs))
        if (isRequiredInputField(field) && !type.getFields()[field.name]) found.push(`${type.name}.${field.name} is required`);
    }
    if ((isObjectType(type) || isInterfaceType(type)) && (isObjectType(other) || isInterfaceType(other))) {
      for (const { name } of type.getInterfaces())
        if (!other.getInterfaces().some((theirs) => theirs.name === name)) found.push(`${type.name} does not implement ${name}`);
      for (const field of Object.values(type.getFields())) {
        const theirs = other.getFields()[field.name];
        if (String(theirs?.type) !== String(field.type))
          found.push(`${type.name}.${field.name}: ${String(field.type)}, published ${String(theirs?.type)}`);
        for (const argument of field.args) {
          const theirArgument = theirs?.args.find(({ name }) => name === argument.name);
          if (String(theirArgument?.type) !== String(argument.type))
            found.push(`${type.name}.${field.name}(${argument.name}: ${String(argument.type)})`);
        }
        for (const argument of theirs?.args ?? [])
          if (isRequiredArgument(argument) && !field.args.some(({ name }) => name === argument.name))
            found.push(`${type.name}.${field.name}(${argument.name}) is required`);
      }
    }
  }
  return found;
}

test("every type, field, argument and value that the sandbox serves is in the published Admin schema of 2026-10, with the same type", () => {
  expect(differences(buildSchema(sdl))).toEqual([]);
});

test("a field of another type, an invented field and an invented value are found", () => {
  const spoiled = sdl
    .replace("numberOfOrders: UnsignedInt64!", "numberOfOrders: Int!")
    .replace("ianaTimezone: String!", "ianaTimezone: String!\n  heldSince: DateTime")
    .replace("  ORDERS_CREATE\n", "  ORDERS_CREATE\n  ORDERS_HELD\n");
  expect(differences(buildSchema(spoiled))).toEqual([
    "Shop.heldSince: DateTime, published undefined",
    "Customer.numberOfOrders: Int!, published UnsignedInt64!",
    "WebhookSubscriptionTopic.ORDERS_HELD is no value",
  ]);
});
