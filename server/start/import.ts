import { parseArgs } from "node:util";
import { AppError, ERRORS } from "../errors.ts";
import { importOnMachine } from "../services/imports/import-on-machine.ts";
import { openInstalledHouse } from "./open-installed-house.ts";
import { reportError } from "./report-error.ts";
import { RemedyError } from "#db/embedded/remedy-error.ts";

const USAGE = `npm run import -- FILE [--workspace NAME] [--source NAME] [--zone Europe/Berlin] [--dates day-month|month-day]
  and, where the proposal is not right, columns by name:
  --case --activity --actor --actor-kind --role --start --end --id --workflow`;

const text = { type: "string" } as const;

/** `npm run import -- FILE`: a log (CSV, XES, OCEL 2.0) into a workspace of this installation, while it runs. */
try {
  const { values, positionals } = readArguments();
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new RemedyError("Name one file.", { remedy: USAGE });
  const dates = values.dates;
  if (dates !== undefined && dates !== "day-month" && dates !== "month-day")
    throw new RemedyError(`"${dates}" is no order of dates.`, { remedy: USAGE });
  const house = await openInstalledHouse();
  try {
    const named = {
      caseId: values.case,
      activity: values.activity,
      actor: values.actor,
      actorKind: values["actor-kind"],
      role: values.role,
      startedAt: values.start,
      endedAt: values.end,
      eventId: values.id,
      workflow: values.workflow,
    };
    const found = await importOnMachine(house.services, {
      path,
      workspace: values.workspace ?? null,
      source: values.source ?? null,
      columns: Object.fromEntries(Object.entries(named).filter(([, name]) => name !== undefined)),
      zone: values.zone ?? null,
      dateOrder: dates ?? null,
      say: (line) => process.stdout.write(`${line}\n`),
    });
    const { rowsRead, rowsAdded, rowsKnown, rowsRejected, rowsJoined, rowsRepeated } = found;
    process.stdout.write(
      `read ${rowsRead}, added ${rowsAdded}, known before ${rowsKnown}, refused ${rowsRejected}, steps joined ${rowsJoined}, the same to the letter as another row ${rowsRepeated}\n`,
    );
    if (rowsRejected > 0)
      process.stdout.write(`The refused rows with their reasons: ${house.services.settings.publicUrl}/imports/${found.id}\n`);
  } finally {
    await house.close();
  }
} catch (error) {
  reportError(error instanceof AppError ? new RemedyError(error.message, { remedy: ERRORS[error.code].mend }) : error);
  process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        workspace: text,
        source: text,
        zone: text,
        dates: text,
        case: text,
        activity: text,
        actor: text,
        "actor-kind": text,
        role: text,
        start: text,
        end: text,
        id: text,
        workflow: text,
      },
    });
  } catch (error) {
    throw new RemedyError(error instanceof Error ? error.message : "The arguments cannot be read.", { remedy: USAGE });
  }
}
