import { expect, test } from "vitest";
import { KindRow, NoteRow, savesOf, toOpsEvent } from "./to-ops-event.js";

const aNote = (more: Record<string, unknown> = {}): NoteRow =>
  NoteRow.parse({
    recordid: 501,
    at: "2026-11-02 09:30:00",
    name: 12,
    who: "Rahel Stern",
    context: "UIF",
    type: 4,
    field: "TRANDOC.SMEMO",
    newvalue: "asked",
    ...more,
  });
const aKind = (more: Record<string, unknown> = {}): KindRow => KindRow.parse({ id: 501, type: "PurchOrd", tranid: "PO-5012", ...more });
const view = (more: Record<string, unknown> = {}) => ({
  kind: aKind(),
  zone: "America/Los_Angeles",
  labels: new Map<string, string>(),
  integrationUsers: new Set<string>(),
  ...more,
});

test("fields saved together are one save, in whatever number", () => {
  const saves = savesOf([aNote(), aNote({ field: "TRANLINE.DEXPECTEDRECEIPT", lineid: 1 }), aNote({ at: "2026-11-02 09:30:01" })]);
  expect(saves.map(({ rows }) => rows.length)).toEqual([2, 1]);
});

test("an expected date that a buyer moved is the buyer's touch of the purchase order", () => {
  const [save] = savesOf([aNote({ field: "TRANLINE.DEXPECTEDRECEIPT", lineid: 1 }), aNote()]);
  expect(toOpsEvent(save!, view())).toMatchObject({
    caseType: "purchase_order",
    caseId: "501",
    activity: "update expected date",
    actorKind: "person",
    actorName: "Rahel Stern",
    endedAt: "2026-11-02T17:30:00.000Z",
    grade: "A",
  });
});

test("a receipt belongs to the purchase order it was made from", () => {
  const [save] = savesOf([aNote({ recordid: 900, type: 1, field: "TRANDOC.KTYPE", context: "WBS" })]);
  const event = toOpsEvent(save!, view({ kind: aKind({ id: 900, type: "ItemRcpt", made_from: 501 }) }));
  expect(event).toMatchObject({ caseId: "501", activity: "receive goods", actorKind: "app" });
  expect(event?.objects).toEqual([{ type: "purchase_order", id: "501" }, { type: "receipt", id: "900" }]); // prettier-ignore
});

test("a transaction of no workflow, and one that is gone, give no event", () => {
  const [save] = savesOf([aNote()]);
  expect(toOpsEvent(save!, view({ kind: aKind({ type: "Journal" }) }))).toBeNull();
  expect(toOpsEvent(save!, view({ kind: undefined }))).toBeNull();
});

test("the same save read again has the same id; another second is another save", () => {
  const idOf = (note: NoteRow) => toOpsEvent(savesOf([note])[0]!, view())?.id;
  expect(idOf(aNote())).toBe(idOf(aNote({ newvalue: "asked again" })));
  expect(idOf(aNote())).not.toBe(idOf(aNote({ at: "2026-11-02 09:30:01" })));
});
