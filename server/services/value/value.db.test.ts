import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertAutomation, insertStageChange } from "#db/queries/automations.ts";
import { insertDecision } from "#db/queries/decisions.ts";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

const DAY = 86_400_000;
const DAYS = 57; // The last one is cut off.
const SWITCH = 28;
const CASES_A_DAY = 6;

let house: TestHouse;
let owner: Member;
let start: number;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
  const { workspaceId } = owner;
  // From midnight, so that no day of the log is a part of one.
  start = Math.floor(house.clock.now.getTime() / DAY - DAYS - 1) * DAY + 9 * 3_600_000;
  const sourceId = await house.store.within({ workspaceId }, (tx) =>
    upsertUploadSource(tx, { workspaceId, id: house.services.newId(), name: "shop", mapping: {} }),
  );
  // An app holds each order; a person releases it, twice looked at before the automation acts and in one case of six since.
  const events = Array.from({ length: DAYS }, (_, day) =>
    Array.from({ length: CASES_A_DAY }, (_case, i) => {
      const caseId = `O${day}-${i}`;
      const at = start + day * DAY + i * 3_600_000 + ((i * 7 + day * 13) % 50) * 1_000;
      const event = (eventId: string, activity: string, minutes: number, actor: string, actorKind: "person" | "app") =>
        anEvent({
          eventId: `${caseId}${eventId}`,
          caseId,
          workflow: "order-exceptions",
          activity,
          actor,
          actorKind,
          endedAtMs: at + minutes * 60_000,
        });
      const people = [event("look", "note added", 5, "ana", "person"), event("release", "hold released", 9, "ana", "person")];
      return [event("hold", "order held", 0, "risk app", "app"), ...(day < SWITCH || i === 0 ? people : [])];
    }).flat(),
  ).flat();
  await ingestEvents(house.store, { workspaceId, sourceId, importId: null, events });
  await owner.call((api) => api.audit.request({}));
  await runJobs(house);
});
afterAll(() => house.close());

const value = () => owner.call((api) => api.value.get({}));

async function act(at: Date): Promise<void> {
  const { workspaceId } = owner;
  const automationId = house.services.newId();
  const actor = { type: "system", name: "test" };
  await house.store.within({ workspaceId }, async (tx) => {
    await insertAutomation(tx, {
      workspaceId,
      id: automationId,
      playbook: "order-exceptions",
      name: "Order exceptions",
      settings: orderExceptions.settings,
      createdBy: actor,
      now: at,
    });
    await insertStageChange(tx, {
      workspaceId,
      id: house.services.newId(),
      automationId,
      version: 1,
      from: "shadow",
      to: "approve",
      what: "stage",
      reason: "the gate holds",
      evidence: null,
      actor,
      now: at,
    });
  });
}

test("without an automation that acts there is nothing to show", async () => {
  expect(await value()).toMatchObject({ automations: [], entries: [] });
});

describe("an automation that acts since four weeks", () => {
  beforeAll(() => act(new Date(start + SWITCH * DAY - 3_600_000)));

  test("avoided five of six cases' two touches, 10 a day, against the days before", async () => {
    const { automations } = await value();
    expect(automations).toMatchObject([{ name: "Order exceptions", workflow: "order-exceptions", method: "regression" }]);
    const { report } = automations[0]!;
    const [touches, minutes] = report.hours.provenance.inputs;
    // 28 days of 12 touches would have been, 2 were.
    expect(touches!.value).toBeCloseTo(28 * 10, 6);
    expect(report.hours.value).toBeCloseTo((28 * 10 * minutes!.value!) / 60, 6);
    expect(report.hours.range!.low).toBeLessThanOrEqual(report.hours.value!);
    expect(report.weeks.reduce((sum, week) => sum + week.touches, 0)).toBe(56);
    expect(report.money.value).toBeNull();
    expect(report.bridge).toBeNull();
  });

  test("money and the bridge come with a case and with where the hours went; the steps add up to the cent", async () => {
    await owner.call((api) => api.roi.create({ name: "Board case", start: { kind: "audit" } }));
    const entry = { workflow: "order-exceptions", week: "2026-01-05", what: "supplier talks", hours: 1 };
    await owner.call((api) => api.value.enterHours({ ...entry, use: "redeployed", minorPerHour: 5_000 }));
    const { automations, entries } = await value();
    expect(entries).toMatchObject([{ ...entry, use: "redeployed", minorPerHour: 5_000, enteredBy: owner.name }]);
    const { money, bridge, hours } = automations[0]!.report;
    // One hour of what was realised carries money, at 50.00 an hour.
    expect(money.value).toBe(Math.round(5_000 * Math.min(1, hours.value!)));
    const steps = bridge!.steps.reduce((sum, { figure }) => sum + figure.value!, 0);
    expect(bridge!.modelled.value! + steps).toBe(bridge!.realised.value);
    expect(bridge!.realised.value).toBe(money.value);
  });

  test("redeployed hours need what they are worth; an entry can be taken away once, and both are in the log of changes", async () => {
    const entry = { workflow: "order-exceptions", week: "2026-01-12", what: "training", hours: 2, minorPerHour: null };
    expect(await outcome(owner.call((api) => api.value.enterHours({ ...entry, use: "redeployed" })))).toBe("INPUT_INVALID");
    const { entryId } = await owner.call((api) => api.value.enterHours({ ...entry, use: "lost" }));
    await owner.call((api) => api.value.removeHours({ entryId }));
    expect(await outcome(owner.call((api) => api.value.removeHours({ entryId })))).toBe("NOT_FOUND");
    expect((await value()).entries).toHaveLength(1);
    const { changes } = await owner.call((api) => api.changes.list({}));
    expect(changes.filter(({ noun }) => noun === "hours returned").map(({ verb }) => verb)).toEqual(["delete", "create", "create"]);
  });

  test("a link shows the figures without a session, and no way into the workspace; taken back it opens nothing", async () => {
    const { link, shareId } = await owner.call((api) => api.value.share({ days: 7 }));
    const token = link.split("/shared/value/")[1]!;
    const open = () => house.browser().call((api) => api.value.openShared({ token }));
    const seen = await open();
    expect(seen).toMatchObject({ workspaceName: "Northwind Supply", automations: [{ name: "Order exceptions" }] });
    const said = JSON.stringify(seen);
    for (const secret of [owner.email, owner.name, owner.userId, owner.workspaceId, "supplier talks", "auditId"])
      expect(said).not.toContain(secret);
    // A link to the value opens no scenario.
    expect(await outcome(house.browser().call((api) => api.shares.open({ token })))).toBe("SHARE_LINK_INVALID");
    await owner.call((api) => api.shares.revoke({ shareId }));
    expect(await outcome(open())).toBe("SHARE_LINK_INVALID");
    expect(await owner.call((api) => api.value.shares({}))).toMatchObject([{ id: shareId, state: "revoked" }]);
  });
});

describe("an automation that ceased to act", () => {
  const RETIRED = SWITCH + 14;

  test("keeps what it returned until then, and says from when to when", async () => {
    const { workspaceId } = owner;
    const until = new Date(start + RETIRED * DAY - 3_600_000);
    const { automations: before } = await value();
    await house.store.within({ workspaceId }, (tx) =>
      insertStageChange(tx, {
        workspaceId,
        id: house.services.newId(),
        automationId: before[0]!.automationId,
        version: 1,
        from: "approve",
        to: "retired",
        what: "stage",
        reason: "another way was found",
        evidence: null,
        actor: { type: "system", name: "test" },
        now: until,
      }),
    );
    const [after] = (await value()).automations;
    expect(before[0]!.until).toBeNull();
    expect(after).toMatchObject({ since: before[0]!.since, until });
    // 14 days of 12 touches would have been, 2 were; what came after is none of its doing.
    expect(after!.report.hours.provenance.inputs[0]!.value).toBeCloseTo(14 * 10, 6);
    expect(after!.report.weeks.reduce((sum, week) => sum + week.touches, 0)).toBe(28);
  });

  test("what it decided beside the team later takes nothing from its share of the work", async () => {
    const { workspaceId } = owner;
    const { automationId, until } = (await value()).automations[0]!;
    const decide = (at: Date, stage: "approve" | "shadow", effect: "done" | null) =>
      house.store.within({ workspaceId }, async (tx) => {
        const id = house.services.newId();
        const of = { workspaceId, id, automationId, version: 1, connectionId: house.services.newId(), caseId: `order:${id}`, now: at };
        await insertDecision(tx, { ...of, stage, occasion: id, facts: {}, rowId: null, outcome: "release", reason: "", planned: [], riskMinor: null, currency: null, heldOut: false }); // prettier-ignore
        if (effect !== null)
          await sql`insert into effect (workspace_id, id, automation_id, version, decision_id, connection_id, case_id, position, kind, key, input, subject, state, created_at, due_at)
            values (${workspaceId}, ${house.services.newId()}, ${automationId}, 1, ${id}, ${of.connectionId}, ${of.caseId}, 0, 'release', ${id}, '{}', '{}', ${effect}, ${at}, ${at})`.execute(
            tx,
          );
      });
    await decide(new Date(until!.getTime() - DAY), "approve", "done");
    const bridge = async () => (await value()).automations[0]!.report.bridge?.steps.map(({ figure }) => [figure.label, figure.value]);
    const before = await bridge();
    for (const days of [1, 2, 3]) await decide(new Date(until!.getTime() + days * DAY), "shadow", null);
    expect(await bridge()).toEqual(before);
  });
});

describe("an automation that ceased to act and began again", () => {
  const AGAIN = SWITCH + 21;

  test("returned nothing in between: neither those days nor what it decided then are counted", async () => {
    const { workspaceId } = owner;
    const [before] = (await value()).automations;
    const again = new Date(start + AGAIN * DAY - 3_600_000);
    const move = { workspaceId, automationId: before!.automationId, version: 1, what: "stage" as const, reason: "the gate holds" };
    await house.store.within({ workspaceId }, (tx) =>
      insertStageChange(tx, {
        ...move,
        id: house.services.newId(),
        from: "shadow",
        to: "approve",
        evidence: null,
        actor: { type: "system", name: "test" },
        now: again,
      }),
    );
    const [after] = (await value()).automations;
    expect(after).toMatchObject({
      since: before!.since,
      until: null,
      stretches: [
        { since: before!.since, until: before!.until },
        { since: again, until: null },
      ],
    });
    const { hours, weeks, bridge } = after!.report;
    // Of 28 days it acted on 14 and on 7, each with 10 touches fewer than the 12 that would have been.
    expect(hours.provenance.inputs[0]!.value).toBeCloseTo(21 * 10, 6);
    expect(weeks.reduce((sum, week) => sum + week.touches, 0)).toBe(21 * 2);
    // The case is taken over the same days, and what it decided beside the team has no part in its share.
    expect(bridge!.modelled.value! / before!.report.bridge!.modelled.value!).toBeCloseTo(21 / 14, 2);
    const share = bridge!.steps[0]!.figure.provenance.inputs.find(({ name }) => name === "Share of the decisions that it acted on");
    expect(share?.value).toBe(1);
  });
});
