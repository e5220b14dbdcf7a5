import * as z from "zod";

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  nullable: z.boolean().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
});
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const Operation = z.looseObject({
  parameters: z.array(z.unknown()).optional(),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional() })),
});
type Schema = z.infer<typeof Schema>;

/** An OpenAPI 3 document that a vendor published. */
export interface PublishedApi {
  /** Undefined where the vendor publishes no such operation. */
  findOperation(method: string, path: string): z.infer<typeof Operation> | undefined;
  /** What is wrong with an answer: wrong types, missing fields, and fields that the vendor does not know. */
  problemsWith(answer: unknown, of: { method: string; path: string; status: number }): string[];
}

/**
 * @param lenient.nullWhereOptional documents often leave out `nullable` for what the vendor answers null: a field that is not
 *   required may then be null
 * @param lenient.unlisted fields that the vendor answers and its document leaves out, as paths: .tickets.0.id is .tickets.*.id
 * @param lenient.unlistedValues the same of single values, by path
 */
export function publishedApi(
  document: unknown,
  lenient: {
    nullWhereOptional: boolean;
    unlisted: readonly string[];
    unlistedValues: Readonly<Record<string, readonly unknown[]>>;
  },
): PublishedApi {
  const { paths, ...rest } = Document.parse(document);

  function resolved(schema: unknown): Schema {
    const read = Schema.parse(schema ?? {});
    if (read.$ref === undefined) return read;
    const target = read.$ref
      .replace(/^#\//, "")
      .split("/")
      .reduce<unknown>((place, key) => z.record(z.string(), z.unknown()).parse(place)[key], rest);
    return resolved(target);
  }

  function check(given: unknown, value: unknown, path: string): string[] {
    const schema = resolved(given);
    if (value === null && schema.nullable) return [];
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) {
      const tries = choices.map((choice) => check(choice, value, path));
      return tries.some((problems) => problems.length === 0) ? [] : (tries.toSorted((a, b) => a.length - b.length)[0] ?? []);
    }
    const whole = schema.allOf ? merged(schema.allOf.map(resolved)) : schema;
    if (whole.enum && !whole.enum.includes(value) && !lenient.unlistedValues[starred(path)]?.includes(value))
      return [`${path}: ${JSON.stringify(value)} is none of ${JSON.stringify(whole.enum)}`];
    switch (whole.type ?? (whole.properties ? "object" : "any")) {
      case "object":
        return checkObject(whole, value, path);
      case "array":
        if (!Array.isArray(value)) return [`${path}: no array`];
        return whole.items ? value.flatMap((item, index) => check(whole.items, item, `${path}.${index}`)) : [];
      case "integer":
        return Number.isInteger(value) ? [] : [`${path}: ${JSON.stringify(value)} is no integer`];
      case "number":
      case "string":
      case "boolean":
        return typeof value === whole.type ? [] : [`${path}: ${JSON.stringify(value)} is no ${whole.type}`];
      default:
        return [];
    }
  }

  function checkObject(schema: Schema, value: unknown, path: string): string[] {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path}: no object`];
    const { properties = {}, required = [], additionalProperties } = schema;
    const missing = required.filter((name) => !(name in value)).map((name) => `${path}.${name}: missing`);
    const isOpen = additionalProperties === true || Object.keys(properties).length === 0;
    return [
      ...missing,
      ...Object.entries(value).flatMap(([name, inner]) => {
        const place = `${path}.${name}`;
        const known = properties[name];
        if (known === undefined) return isOpen || lenient.unlisted.includes(starred(place)) ? [] : [`${place}: unknown to the vendor`];
        if (inner === null && lenient.nullWhereOptional && !required.includes(name)) return [];
        return check(known, inner, place);
      }),
    ];
  }

  function merged(parts: readonly Schema[]): Schema {
    return {
      type: "object",
      properties: Object.assign({}, ...parts.map(({ properties }) => properties ?? {})),
      required: parts.flatMap(({ required }) => required ?? []),
      // Open when one of its parts is, or is a choice.
      additionalProperties: parts.some(({ additionalProperties, anyOf, oneOf }) => additionalProperties === true || anyOf || oneOf),
    };
  }

  function findOperation(method: string, path: string): z.infer<typeof Operation> | undefined {
    const found = paths[path]?.[method.toLowerCase()];
    return found === undefined ? undefined : Operation.parse(found);
  }

  return {
    findOperation,
    problemsWith(answer, { method, path, status }) {
      const response = findOperation(method, path)?.responses[String(status)];
      if (!response) return [`${method} ${path} has no answer ${status}`];
      const schema = response.content?.["application/json"]?.schema;
      if (schema === undefined) return answer === "" ? [] : [`${method} ${path} answers ${status} with no body`];
      return check(schema, answer, "");
    },
  };
}

const starred = (path: string): string => path.replaceAll(/\.\d+(?=\.)/g, ".*");
