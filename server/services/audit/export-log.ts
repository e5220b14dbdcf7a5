import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { listActorKinds } from "#db/queries/actor-kinds.ts";
import {
  eachCaseWithoutObjects,
  eachExportedPage,
  eachObjectPage,
  listActivityAttributes,
  listObjectTypes,
  type ExportedEvent,
} from "#db/queries/export-log.ts";
import type { Tx } from "#db/client.ts";
import type { Context } from "#server/context.ts";
import { csvLine } from "#server/domain/event-log/csv-line.ts";
import { viewObject } from "#server/domain/event-log/ocel.ts";
import {
  ocelCase,
  ocelEvent,
  ocelEventType,
  ocelJsonWriter,
  ocelObject,
  ocelObjectType,
  ocelXmlWriter,
  type OcelWriter,
} from "#server/domain/event-log/ocel-export.ts";
import { AppError } from "#server/errors.ts";
import { AuditReport } from "./audit-report.ts";
import { longPseudonym, pseudonym } from "./pseudonym.ts";

const LOG_EXPORTS = {
  "ocel.json": "application/json",
  "ocel.xml": "application/xml",
  csv: "text/csv; charset=utf-8",
} as const;
type LogExport = keyof typeof LOG_EXPORTS;

const isLogExport = (text: string): text is LogExport => Object.hasOwn(LOG_EXPORTS, text);

/**
 * The whole event log as a file, written while it is read. Actors stand under pseudonyms, the same one under the same. An account that
 * the newest audit found to be a machine is named as one, so that whoever reads the file finds it again.
 *
 * @throws AppError NOT_FOUND for another format
 */
export async function exportLog(
  context: Context,
  { format }: { format: string },
): Promise<{ fileName: string; contentType: string; body: ReadableStream<Uint8Array> }> {
  if (!isLogExport(format)) throw new AppError("NOT_FOUND", `The event log is exported as ${Object.keys(LOG_EXPORTS).join(", ")}.`);
  const { store, workspaceId } = context;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const bytes = new TextEncoder();
  const write = async (text: string) => {
    await writer.ready;
    await writer.write(bytes.encode(text));
  };
  // The answer begins before the log is read: what fails in between breaks the file off, and a reader sees that it is not whole.
  void store
    .within({ workspaceId }, async (tx) => {
      const leave = await actorsLeaving(context, tx);
      if (format === "csv") await writeCsv(tx, workspaceId, leave, write);
      else await writeOcel(tx, workspaceId, leave, { writer: format === "ocel.json" ? ocelJsonWriter : ocelXmlWriter, write });
    })
    .then(
      () => writer.close(),
      (error: unknown) => {
        context.log.warn({ err: error }, "an export of the log was broken off");
        return writer.abort(error);
      },
    )
    .catch(() => {});
  return { fileName: `event log ${context.now().toISOString().slice(0, 10)}.${format}`, contentType: LOG_EXPORTS[format], body: readable };
}

type Write = (text: string) => Promise<void>;
type Leave = (exported: ExportedEvent) => ExportedEvent;

/** How actors leave the house: by pseudonym, and as what a person said they are. */
async function actorsLeaving({ settings, workspaceId }: Context, tx: Tx): Promise<Leave> {
  const said = new Map((await listActorKinds(tx, { workspaceId })).map(({ actor, kind }) => [actor, kind]));
  const snapshot = await findAuditSnapshot(tx, { workspaceId });
  const bots = new Set(snapshot ? AuditReport.parse(snapshot.report).hiddenBots.map(({ account }) => account) : []);
  const names = new Map<string, string>();
  const nameOf = (actor: string): string => {
    const bot = !said.has(actor) && bots.has(pseudonym(settings.secret, workspaceId, actor));
    const name = names.get(actor) ?? longPseudonym(settings.secret, workspaceId, actor).replace("actor", bot ? "bot" : "actor");
    names.set(actor, name);
    return name;
  };
  return ({ source, event }) => {
    if (event.actor === null) return { source, event };
    return { source, event: { ...event, actor: nameOf(event.actor), actorKind: said.get(event.actor) ?? event.actorKind } };
  };
}

async function writeOcel(
  tx: Tx,
  workspaceId: string,
  leave: Leave,
  { writer, write }: { writer: OcelWriter; write: Write },
): Promise<void> {
  const scope = { workspaceId };
  const eventTypes = (await listActivityAttributes(tx, scope)).map(({ activity, attributes }) => ocelEventType(activity, attributes));
  const objectTypes = (await listObjectTypes(tx, scope)).map(({ type, attributes }) => ocelObjectType(type, attributes));
  const ofCases = viewObject("").type;
  if (!objectTypes.some(({ name }) => name === ofCases)) objectTypes.push(ocelObjectType(ofCases, []));
  await write(writer.head({ eventTypes, objectTypes }));
  let first = true;
  const written = (parts: readonly string[]) => write(parts.join(""));
  const nth = <Item>(entry: (item: Item, first: boolean) => string) => {
    return (item: Item) => {
      const text = entry(item, first);
      first = false;
      return text;
    };
  };
  for await (const page of eachObjectPage(tx, scope)) await written(page.map(ocelObject).map(nth(writer.object)));
  for await (const page of eachCaseWithoutObjects(tx, scope)) await written(page.map(ocelCase).map(nth(writer.object)));
  await write(writer.between());
  first = true;
  for await (const page of eachExportedPage(tx, scope)) await written(page.map(leave).map(ocelEvent).map(nth(writer.event)));
  await write(writer.end());
}

const COLUMNS = ["event id", "source", "case id", "activity", "actor", "actor kind", "role", "workflow", "started at", "ended at"] as const;

/** One row an event, its attributes in columns of their own. What a spreadsheet would run as a formula is neutralised. */
async function writeCsv(tx: Tx, workspaceId: string, leave: Leave, write: Write): Promise<void> {
  const declared = await listActivityAttributes(tx, { workspaceId });
  const names = [...new Set(declared.flatMap(({ attributes }) => attributes))].sort();
  await write(csvLine([...COLUMNS, ...names]));
  const iso = (ms: number | null) => (ms === null ? "" : new Date(ms).toISOString());
  for await (const page of eachExportedPage(tx, { workspaceId })) {
    const lines = page
      .map(leave)
      .map(({ source, event }) =>
        csvLine([
          event.eventId,
          source,
          event.caseId,
          event.activity,
          event.actor ?? "",
          event.actorKind,
          event.role ?? "",
          event.workflow ?? "",
          iso(event.startedAtMs),
          iso(event.endedAtMs),
          ...names.map((name) => event.attributes?.[name] ?? ""),
        ]),
      );
    await write(lines.join(""));
  }
}
