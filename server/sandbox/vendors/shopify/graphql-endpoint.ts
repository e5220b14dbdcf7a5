import { readFileSync } from "node:fs";
import {
  GraphQLError,
  OperationTypeNode,
  buildSchema,
  execute,
  getOperationAST,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from "graphql";
import * as z from "zod";
import { jsonReply } from "../../door.ts";
import { actualCost, requestedCost } from "./cost.ts";
import { READ_RESOLVERS, typeNameOf } from "./read-resolvers.ts";
import { WRITE_RESOLVERS } from "./write-resolvers.ts";
import type { DocumentNode, GraphQLSchema } from "graphql";
import type { Reply } from "../../door.ts";
import type { Bucket } from "./bucket.ts";
import type { Context } from "./context.ts";

const Body = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish(), operationName: z.string().nullish() });
const SINGLE_QUERY_LIMIT = 1000;
const DOCUMENTS_KEPT = 200;

function buildServedSchema(): GraphQLSchema {
  const schema = buildSchema(readFileSync(new URL("./schema.graphql", import.meta.url), "utf8"));
  const resolvers = { ...READ_RESOLVERS, ...WRITE_RESOLVERS };
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`The schema has no type ${typeName}`);
    for (const [name, resolve] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (!field) throw new Error(`The schema has no field ${typeName}.${name}`);
      field.resolve = resolve;
    }
  }
  for (const type of Object.values(schema.getTypeMap())) if (isInterfaceType(type)) type.resolveType = (source) => typeNameOf(source);
  return schema;
}

const schema = buildServedSchema();

/** Answers POST /admin/api/{version}/graphql.json for a caller whose token was checked. */
export interface GraphqlEndpoint {
  answer(body: string, context: Context): Promise<Reply>;
}

export function createGraphqlEndpoint(bucket: Bucket): GraphqlEndpoint {
  const documents = new Map<string, { document: DocumentNode; problems: readonly GraphQLError[] }>();

  /** The document, and what does not fit the schema: a client asks the same few again and again. */
  function documentOf(query: string): { document: DocumentNode; problems: readonly GraphQLError[] } {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query);
    const read = { document, problems: validate(schema, document) };
    if (documents.size >= DOCUMENTS_KEPT) documents.clear();
    documents.set(query, read);
    return read;
  }

  return {
    async answer(body, context) {
      const read = readBody(body);
      if (!read) return jsonReply(400, { errors: { query: "Required parameter missing or invalid" } });
      const variables = read.variables ?? {};
      try {
        const { document, problems } = documentOf(read.query);
        if (problems.length > 0)
          return jsonReply(200, { errors: problems.map((problem) => ({ ...problem.toJSON(), extensions: { code: "undefinedField" } })) });
        const operation = getOperationAST(document, read.operationName);
        if (!operation)
          return jsonReply(200, { errors: [{ message: "No operation with this name", extensions: { code: "BAD_REQUEST" } }] });
        const requested = requestedCost(schema, document, operation, variables);
        if (requested > SINGLE_QUERY_LIMIT) {
          return jsonReply(200, {
            errors: [
              {
                message: `Query cost is ${requested}, which exceeds the single query max cost limit (${SINGLE_QUERY_LIMIT}).`,
                extensions: { code: "MAX_COST_EXCEEDED", cost: requested, maxCost: SINGLE_QUERY_LIMIT },
              },
            ],
          });
        }
        if (context.sandbox.faults.take("throttled") || !bucket.take(requested)) return throttled(requested, bucket);
        const result = await execute({
          schema,
          document,
          contextValue: context,
          variableValues: variables,
          operationName: read.operationName ?? null,
        });
        const spent = result.data
          ? Math.min(requested, actualCost(result.data, operation.operation === OperationTypeNode.MUTATION))
          : requested;
        bucket.giveBack(requested - spent);
        return jsonReply(200, {
          ...(result.data === undefined ? {} : { data: result.data }),
          ...(result.errors ? { errors: result.errors.map((error) => error.toJSON()) } : {}),
          extensions: { cost: { requestedQueryCost: requested, actualQueryCost: spent, throttleStatus: bucket.status() } },
        });
      } catch (error) {
        if (error instanceof GraphQLError) return jsonReply(200, { errors: [error.toJSON()] });
        throw error;
      }
    },
  };
}

function readBody(body: string): z.infer<typeof Body> | null {
  try {
    return Body.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

/** HTTP 200 and no data: what the vendor answers when the bucket is empty. */
function throttled(requested: number, bucket: Bucket): Reply {
  return jsonReply(200, {
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" } }],
    extensions: { cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus: bucket.status() } },
  });
}
