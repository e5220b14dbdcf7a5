import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "#server/errors.ts";
import { openRejected } from "#server/services/imports/open-rejected.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { contextOf, importFile as importIn, uploadFile } from "#tests/import-file.ts";

let house: TestHouse;
let folder: string;
let owner: Member;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipstream-imports-"));
  house = await openTestHouse({ settings: { dataFolder: folder, uploadLimitBytes: 30 * 1024 * 1024 } });
  owner = await house.ownerOf("Imports");
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const upload = uploadFile;
const importFile = (member: Member, content: string | Uint8Array, options?: { fileName?: string; zone?: string }) =>
  importIn(house, member, content, options);

const HEADER = "case_id,activity,resource,end_time\n";

describe("uploading and importing an event log", () => {
  test("rows become events once: the same file again adds nothing", async () => {
    const log = `${HEADER}O1,review,ana,2026-01-05T09:10:00Z\nO1,release,ana,2026-01-05T09:15:00Z\nO2,review,ben,2026-01-05T09:20:00Z\n`;
    const first = await importFile(owner, log);
    expect(first.result).toMatchObject({ state: "done", rowsRead: 3, rowsAdded: 3, rowsKnown: 0, rowsRejected: 0 });
    const again = await importFile(owner, log, { fileName: "renamed.csv" });
    expect(again.preview.mappedBy).toBe("earlier import");
    expect(again.result).toMatchObject({ state: "done", rowsRead: 3, rowsAdded: 0, rowsKnown: 3 });

    const { audit } = await owner.call((api) => api.audit.get({}));
    expect(audit?.eventCount).toBe(3);
    expect(audit?.report.workflows.map(({ workflow, touches }) => [workflow, touches])).toEqual([["log", 3]]);
    const { events } = await owner.call((api) => api.audit.events({ workflow: "log", activity: "review" }));
    expect(events.map(({ caseId }) => caseId)).toEqual(["O2", "O1"]);
    expect(JSON.stringify(events)).not.toMatch(/\bana\b|\bben\b/);
    const whole = await owner.call((api) => api.audit.events({ workflow: null, activity: null }));
    expect(whole.events.map(({ caseId, activity }) => [caseId, activity])).toEqual([
      ["O2", "review"],
      ["O1", "release"],
      ["O1", "review"],
    ]);
  });

  test("rows that are the same to the letter are one event, in one file, in two, and again", async () => {
    const [one, two] = ["O1,review,ana,2026-01-05T09:10:00Z\n", "O1,release,ana,2026-01-05T09:15:00Z\n"];
    const whole = await house.ownerOf("Whole");
    const split = await house.ownerOf("Split");
    const eventsOf = async (member: Member) => (await member.call((api) => api.audit.get({}))).audit?.eventCount;

    const inOne = await importFile(whole, `${HEADER}${one}${one}${two}`, { fileName: "w.csv" });
    expect(inOne.result).toMatchObject({ rowsRead: 3, rowsAdded: 2, rowsRepeated: 1, rowsKnown: 0, rowsRejected: 0 });
    expect(await eventsOf(whole)).toBe(2);

    const first = await importFile(split, `${HEADER}${one}`, { fileName: "s.csv" });
    const second = await importFile(split, `${HEADER}${two}${one}`, { fileName: "s.csv" });
    expect(first.result).toMatchObject({ rowsAdded: 1, rowsRepeated: 0, rowsKnown: 0 });
    expect(second.result).toMatchObject({ rowsAdded: 1, rowsRepeated: 0, rowsKnown: 1 });
    expect(await eventsOf(split)).toBe(2);

    const again = await importFile(whole, `${HEADER}${two}${one}${one}${one}`, { fileName: "w.csv" });
    expect(again.result).toMatchObject({ rowsRead: 4, rowsAdded: 0, rowsRepeated: 2, rowsKnown: 2 });
    expect(await eventsOf(whole)).toBe(2);
  });

  test("semicolons, a byte order mark, and quotes over several lines are read", async () => {
    const log =
      '\uFEFFcase_id;activity;resource;end_time;note\r\nS1;review;ana;2026-01-05T09:10:00Z;"first line\nsecond; line"\r\nS2;"ask ""the"" customer";ana;2026-01-05T09:12:00Z;\r\n';
    const { result } = await importFile(owner, log, { fileName: "semicolons.csv" });
    expect(result).toMatchObject({ state: "done", rowsAdded: 2, rowsRejected: 0 });
    const { events } = await owner.call((api) => api.audit.events({ workflow: "semicolons", activity: null }));
    expect(events.map(({ activity }) => activity)).toEqual(['ask "the" customer', "review"]);
  });

  test("wrong dates, missing values and short rows are refused one by one, with number, line and reason, and the rest is imported", async () => {
    const log = `${HEADER}R1,review,ana,2026-01-05T09:10:00Z\nR2,review,ana,2026-13-45T09:00:00Z\n,review,ana,2026-01-05T09:11:00Z\nR4,review\nR5,review,ana,2026-01-05T09:12:00Z\n`;
    const { result } = await importFile(owner, log, { fileName: "mixed.csv" });
    expect(result).toMatchObject({ rowsRead: 5, rowsAdded: 2, rowsRejected: 3 });
    expect(result.firstRejections.map(({ row, line }) => [row, line])).toEqual([
      [2, 3],
      [3, 4],
      [4, 5],
    ]);
    expect(result.firstRejections[0]?.reason).toContain("end_time");
    expect(result.firstRejections[2]?.reason).toBe("the row has 2 fields, the header 4");
    const { fileName, body } = await openRejected(await contextOf(owner), { importId: result.id });
    const text = await new Response(body).text();
    expect(fileName).toBe("mixed.rejected.csv");
    expect(text.split("\r\n")[0]).toBe("row,line,reason,case_id,activity,resource,end_time");
    expect(text.split("\r\n")).toHaveLength(5);
    expect(text).toContain("2026-13-45T09:00:00Z");
  });

  test("a field of ten million characters is refused with its row number, and the rows around it are taken", async () => {
    const log = `${HEADER}L1,review,ana,2026-01-05T09:10:00Z\nL2,${"x".repeat(10_000_000)},ana,2026-01-05T09:11:00Z\nL3,review,ana,2026-01-05T09:12:00Z\n`;
    const { result } = await importFile(owner, log, { fileName: "long.csv" });
    expect(result).toMatchObject({ rowsAdded: 2, rowsRejected: 1 });
    expect(result.firstRejections).toEqual([{ row: 2, line: 3, reason: "activity has 10000000 characters, at most 200 are taken" }]);
    const { body } = await openRejected(await contextOf(owner), { importId: result.id });
    expect((await new Response(body).text()).length).toBeLessThan(4_000);
  });

  test("a quote that is never closed is refused with its row and what it swallowed; what came before stays", async () => {
    const log = `${HEADER}Q1,review,ana,2026-01-05T09:10:00Z\nQ2,"review,ana,2026-01-05T09:11:00Z\nQ3,review,ana,2026-01-05T09:12:00Z\n`;
    const { result } = await importFile(owner, log, { fileName: "open-quote.csv" });
    expect(result).toMatchObject({ state: "done", rowsAdded: 1, rowsRejected: 1 });
    expect(result.firstRejections[0]).toMatchObject({
      row: 2,
      reason: "a quote is opened and never closed: nothing from this row to the end of the file can be read",
    });
  });

  test("hostile text is kept as text", async () => {
    const log = `case id,activity,resource,end time\n"=cmd|'/c calc'!A1","<script>alert(1)</script>",'; drop table event; --,2026-01-05T09:10:00Z\nשלום,📦 pack,ana,2026-01-05T09:11:00Z\n`;
    const { result } = await importFile(owner, log, { fileName: "hostile.csv" });
    expect(result).toMatchObject({ rowsAdded: 2, rowsRejected: 0 });
    const { events } = await owner.call((api) => api.audit.events({ workflow: "hostile", activity: null }));
    expect(events.map(({ caseId, activity }) => [caseId, activity])).toEqual([
      ["שלום", "📦 pack"],
      ["=cmd|'/c calc'!A1", "<script>alert(1)</script>"],
    ]);
  });

  test.each([
    ["nothing", "", "UPLOAD_EMPTY"],
    ["a header alone", HEADER, "UPLOAD_EMPTY"],
    ["one column", "just text\nmore text\n", "UPLOAD_UNREADABLE"],
    ["Latin-1 text", Buffer.from("case_id,activity\nM\xfcller,x\n", "latin1"), "UPLOAD_UNREADABLE"],
    ["UTF-16", Buffer.from("\uFEFFcase_id,activity\nA,x\n", "utf16le"), "UPLOAD_UNREADABLE"],
    ["a spreadsheet", Buffer.from("PK\x03\x04 and so on", "latin1"), "UPLOAD_UNREADABLE"],
  ])("%s is refused with what to do, and nothing is kept", async (_name, content, code) => {
    const before = await readdir(join(folder, "uploads"));
    const refused = await upload(owner, content).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code });
    expect(await readdir(join(folder, "uploads"))).toEqual(before);
  });

  test("a file that arrives short of what was declared is not kept", async () => {
    const before = await readdir(join(folder, "uploads"));
    await expect(upload(owner, `${HEADER}A,b,c,2026-01-05T09:10:00Z\n`, { declaredBytes: 10_485_761 })).rejects.toMatchObject({
      code: "UPLOAD_CUT_SHORT",
    });
    expect(await readdir(join(folder, "uploads"))).toEqual(before);
  });

  test("a file over the limit is refused, whether it says so or not", async () => {
    const tooMuch = Buffer.alloc(31 * 1024 * 1024, "a,b\n");
    await expect(upload(owner, tooMuch)).rejects.toMatchObject({ code: "UPLOAD_TOO_LARGE" });
    const silent = upload(owner, tooMuch, { fileName: "big.csv", declaredBytes: null });
    await expect(silent).rejects.toMatchObject({ code: "UPLOAD_TOO_LARGE" });
  });

  test("an import without case, activity or time is not started", async () => {
    const { uploadId } = await upload(owner, "a,b,c\n1,2,3\n");
    const preview = await owner.call((api) => api.imports.preview({ uploadId }));
    expect(preview.questions.length).toBeGreaterThan(0);
    await expect(owner.call((api) => api.imports.start({ uploadId, sourceName: "x", chosen: preview.chosen }))).rejects.toThrow(
      /Choose the column for case, activity, end time/,
    );
  });
});

const LOGS = join(import.meta.dirname, "../../../../shared/data/logs");

if (!existsSync(LOGS)) console.warn("The shared logs are not beside the project: their import is not tried.");

describe.runIf(existsSync(LOGS))("logs with recorded start and end", () => {
  test.each([
    ["PurchasingExample.csv", 9119],
    ["Insurance_Claims_train.csv", 5443],
    ["LoanApp_simplified_train.csv", 7544],
  ])("%s is read whole with the columns guessed, and ranked from recorded times", { timeout: 60_000 }, async (file, rows) => {
    const member = await house.ownerOf(file);
    const { preview, result } = await importFile(member, await readFile(join(LOGS, file)), { fileName: file });
    const names = Object.fromEntries(
      Object.entries(preview.chosen.columns).map(([field, at]) => [field, at === null ? null : preview.header[at]]),
    );
    expect(names).toMatchObject({
      caseId: "case_id",
      activity: "activity",
      actor: "resource",
      startedAt: "start_time",
      endedAt: "end_time",
    });
    expect(result).toMatchObject({ state: "done", rowsRejected: 0 });
    expect(result.rowsAdded + result.rowsRepeated).toBe(rows);
    const { audit } = await member.call((api) => api.audit.get({}));
    expect(audit?.report.total.evidence).toBe("recorded");
    expect(audit?.report.workflows[0]?.status.kind).toBe("ranked");
  });
});
