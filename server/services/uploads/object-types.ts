import { sourceOf } from "#server/domain/event-log/ocel.ts";
import { AppError } from "#server/errors.ts";
import { readOcel, type OcelFormat } from "./read-ocel.ts";
import { textOfFile } from "./text-of-file.ts";

/** More sources than any workspace has: a file that names more was not made by us. */
export const MOST_SOURCES = 200;

const MOST_OBJECTS = 2_000_000; // Some 100 bytes each while a file is read.

/**
 * The type of every object of an OCEL file, whose events name objects by id only. `of` is undefined for an id that is not defined.
 * `sources`: those that a file of ours names, in the order of its events.
 */
export type ObjectTypes = { of: (objectId: string) => string | undefined; names: readonly string[]; sources: readonly string[] };

/**
 * Reads the objects of a file once, for their types. An id defined twice keeps its first type.
 * @throws AppError UPLOAD_UNREADABLE when the file is broken or has more than two million objects
 */
export async function objectTypes(path: string, format: OcelFormat): Promise<ObjectTypes> {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const byId = new Map<string, number>();
  const sources = new Set<string>();
  for await (const item of readOcel(textOfFile(path), format)) {
    if (item.kind === "event" && sources.size <= MOST_SOURCES) {
      const source = sourceOf(item.event.attributes);
      if (source !== null) sources.add(source);
    }
    if (item.kind !== "object" || byId.has(item.object.id)) continue;
    const { id, type } = item.object;
    let number = numbers.get(type);
    if (number === undefined) {
      number = names.push(type) - 1;
      numbers.set(type, number);
    }
    byId.set(id, number);
    if (byId.size > MOST_OBJECTS)
      throw new AppError("UPLOAD_UNREADABLE", `The file has more than ${MOST_OBJECTS} objects. Split it and upload the parts.`);
  }
  return {
    names,
    sources: [...sources],
    of: (objectId) => {
      const number = byId.get(objectId);
      return number === undefined ? undefined : names[number];
    },
  };
}
