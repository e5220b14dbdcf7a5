import { findOrInsertSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { ingestLinks, ingestObjects } from "#db/queries/ingest-objects.ts";
import type { JobContext } from "#server/context.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import type { LogObject } from "#server/domain/event-log/object.ts";
import { AppError } from "#server/errors.ts";
import { MOST_SOURCES } from "../uploads/object-types.ts";

const BATCH_ROWS = 5_000; // Small enough to report twice a second, large enough for COPY to pay.
const BATCH_CHARACTERS = 16_000_000; // Rows with long attributes fill a batch before their number does.
const SOURCE_NAME_CHARACTERS = 120;

/**
 * Gathers events and objects of an import and writes them batch by batch. A file of ours names the source of each: it goes to the
 * source of that name, so that two systems stay two; anything else goes to the source of the import.
 */
export function logBatch(
  { store, workspaceId, newId }: JobContext,
  { importId, sourceId: own, sourceName }: { importId: string; sourceId: string; sourceName: string },
) {
  const ids = new Map([[sourceName, own]]);
  let lastId = own;
  let events = new Map<string | null, OpsEvent[]>();
  let objects = new Map<string | null, LogObject[]>();
  let count = 0;
  let characters = 0;

  // Events of one moment stand in the order of their sources: sources made later have to come later.
  const laterId = () => {
    let id = newId();
    while (id <= lastId) id = newId();
    return id;
  };
  const sourceId = async (name: string | null): Promise<string> => {
    const known = name === null ? own : ids.get(name);
    if (known !== undefined) return known;
    if (ids.size > MOST_SOURCES || name === "" || name!.length > SOURCE_NAME_CHARACTERS)
      throw new AppError(
        "UPLOAD_UNREADABLE",
        "The file names sources that cannot be: it was changed since it was exported. Export it again.",
      );
    const id = await store.within({ workspaceId }, (tx) => findOrInsertSource(tx, { workspaceId, id: laterId(), name: name! }));
    if (id > lastId) lastId = id;
    ids.set(name!, id);
    return id;
  };
  const add = <Item>(lists: Map<string | null, Item[]>, source: string | null, item: Item, size: number) => {
    const list = lists.get(source);
    if (list) list.push(item);
    else lists.set(source, [item]);
    count += 1;
    characters += size;
  };

  return {
    /** Makes the source if there is none: one after the other, so that they stand in the order in which they are named. */
    addSource: async (name: string): Promise<void> => void (await sourceId(name)),
    addEvent: (event: OpsEvent, source: string | null) => add(events, source, event, sizeOf(event)),
    /** An object that a file of ours made of a case is no object: its source has no name. */
    addObject: (object: LogObject, source: string | null) => {
      if (source !== "")
        add(
          objects,
          source,
          object,
          object.changes.reduce((sum, { value }) => sum + value.length, 100),
        );
    },
    isFull: () => count >= BATCH_ROWS || characters >= BATCH_CHARACTERS,
    async flush(): Promise<void> {
      for (const [source, rows] of objects) await ingestObjects(store, { workspaceId, sourceId: await sourceId(source), objects: rows });
      for (const [source, rows] of events) {
        const place = { workspaceId, sourceId: await sourceId(source), events: rows };
        await ingestEvents(store, { ...place, importId });
        await ingestLinks(store, place);
      }
      events = new Map();
      objects = new Map();
      count = 0;
      characters = 0;
    },
    /** Every source that this import has written to. */
    sourceIds: () => [...new Set(ids.values())],
  };
}

const sizeOf = ({ attributes = {}, objects = [] }: OpsEvent) =>
  Object.values(attributes).reduce((sum, value) => sum + value.length, 200 + 100 * objects.length);
