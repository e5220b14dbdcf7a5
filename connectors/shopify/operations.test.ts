import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, parse, validate, type IntrospectionQuery } from "graphql";
import { expect, test } from "vitest";
import * as operations from "./operations.js";

const file = new URL(`../../node_modules/@shopify/dev-mcp/dist/data/admin_${operations.API_VERSION}.json.gz`, import.meta.url);
const introspection: { data: IntrospectionQuery } = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
const schema = buildClientSchema(introspection.data);
const { API_VERSION: _version, ...documents } = operations;

test.each(Object.entries(documents))("%s compiles against Shopify's published schema", (_name, document) => {
  expect(validate(schema, parse(document)).map((error) => error.message)).toEqual([]);
});

test.each(Object.entries(documents))("%s uses nothing that Shopify has marked as deprecated", async (_name, document) => {
  const { NoDeprecatedCustomRule } = await import("graphql");
  expect(validate(schema, parse(document), [NoDeprecatedCustomRule]).map((error) => error.message)).toEqual([]);
});
