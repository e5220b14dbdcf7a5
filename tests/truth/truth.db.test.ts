import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#db/test-database.ts";
import type { AuditReport } from "#server/services/audit/audit-report.ts";
import { VENDORS, type Scopes, type ShopGiven, type Vendor } from "#tests/connected-shop.ts";
import { auditedShop, type AuditedShop } from "./audited-shop.ts";
import { linesOf, measureAgainstTruth, type Measured } from "./measure.ts";
import { workflowsOf, type WorkflowName } from "./true-events.ts";

// Kept apart: no code was tuned on these seeds. Connectors, classification and estimator were written looking at seed 1, at those that begin with
// "kept-apart", and at the profiles but "hasty". `npm run bench -- truth` goes over more of both kinds.
const UNSEEN: readonly { shop: ShopGiven; scopes: Scopes; vendors: readonly Vendor[] }[] = [
  { shop: { seed: "harbour-echo", profile: "hasty", days: 10, ordersPerDay: 200 }, scopes: "full", vendors: VENDORS },
  { shop: { seed: "willow-ledger", profile: "strict", days: 8, ordersPerDay: 250 }, scopes: "full", vendors: ["shopify"] },
];

describe.each(UNSEEN)(
  "the audit of a shop that no code was tuned on, $shop.seed, $shop.profile, by $vendors",
  ({ shop, scopes, vendors }) => {
    let opened: AuditedShop;
    const measured: Measured[] = [];
    let report: AuditReport;

    beforeAll(async () => {
      opened = await auditedShop({ house: await testDatabase(), nango: await testDatabase() }, { shop, scopes, vendors });
      for (const draw of [1, 2, 3]) {
        const found = await measureAgainstTruth(opened, { shop, vendors, draw, choice: "listed" });
        ({ report } = found);
        measured.push(...found.measured);
        if (draw === 1) console.log(found.measured.flatMap(linesOf).join("\n"));
      }
    }, 400_000);
    afterAll(() => opened.close());

    test.each(workflowsOf(vendors))("%s: touches within 2 % of what people really did", (workflow) => {
      const { touches } = of(workflow)[0];
      expect(touches.truth).toBeGreaterThan(2);
      expect(Math.abs(touches.error)).toBeLessThanOrEqual(0.02);
    });

    test.each(workflowsOf(vendors))(
      "%s: who acted is right for 99 % of events, programs behind a person's log-in among them",
      (workflow) => {
        expect(of(workflow)[0].kinds.share).toBeGreaterThanOrEqual(0.99);
      },
    );

    // Thirty items are a sample, which may lie further off now and then: how often it does is the bench's to say.
    test.each(workflowsOf(vendors))(
      "%s: hours within 10 % with thirty timed items an activity, and their interval holds the truth",
      (workflow) => {
        const draws = of(workflow).map(({ hours }) => hours);
        expect(draws.map(({ error }) => Math.abs(error)).toSorted((a, b) => a - b)[1]).toBeLessThanOrEqual(0.1);
        expect(draws.filter(({ covered }) => covered).length).toBeGreaterThanOrEqual(2);
      },
    );

    test("the log-ins that are programs are found, and nobody else is taken for one", () => {
      // One works in the shop's admin by night, one in the ERP; the helpdesk's own audit tells its program from the person.
      expect(report.hiddenBots).toHaveLength(vendors.includes("netsuite") ? 2 : 1);
    });

    test("what the returns desk did counts for the returns, touch for touch", () => {
      const byPeople = opened.sandbox.shop.state.events.filter(({ returnId, actor }) => returnId !== null && actor.kind === "staff");
      expect(byPeople.length).toBeGreaterThan(2);
      expect(report.workflows.find(({ workflow }) => workflow === "returns")?.touches).toBe(byPeople.length);
    });

    test("exceptions are aged and decisions mined from what the connectors wrote", async () => {
      const found = await opened.owner.call((api) => api.audit.workflow({ workflow: "order-exceptions" }));
      const { open = [], resolved = [] } = found?.exceptions ?? {};
      expect([...open, ...resolved].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50);
      expect(found?.decisions?.decided).toBeGreaterThan(100);
      expect(found?.decisions?.mining?.rulesBasedness.point).toBeGreaterThan(0);
    });

    function of(workflow: WorkflowName): [Measured, ...Measured[]] {
      const [first, ...rest] = measured.filter((one) => one.workflow === workflow);
      if (!first) throw new Error(`${workflow} was not measured`);
      return [first, ...rest];
    }
  },
);

describe("a shop that grants the least", () => {
  const shop = { seed: "kept-apart-3", profile: "typical", days: 8, ordersPerDay: 150 } as const;
  const vendors = ["shopify", "netsuite"] as const;
  let opened: AuditedShop;
  let measured: Measured[] = [];
  let report: AuditReport;

  beforeAll(async () => {
    opened = await auditedShop({ house: await testDatabase(), nango: await testDatabase() }, { shop, scopes: "minimal", vendors });
    ({ measured, report } = await measureAgainstTruth(opened, { shop, vendors, draw: 1, choice: "at random" }));
    console.log(measured.flatMap(linesOf).join("\n"));
  }, 400_000);
  afterAll(() => opened.close());

  test("says what evidence is missing, what that means, and what would bring it", async () => {
    const missing = await opened.owner.call((api) => api.connections.missing({}));
    const shopify = missing.find(({ scopes }) => scopes.some(({ scope }) => scope === "read_users"));
    expect(shopify?.people).toBeGreaterThan(100);
    expect(shopify?.nameless).toBe(shopify?.people);
    expect(missing.flatMap(({ scopes }) => scopes)).toContainEqual(
      expect.objectContaining({ scope: "system_notes", without: expect.stringContaining("nobody else's work can be told") }),
    );
  });

  test("the program behind a log-in is found by its clock, though nobody has a name, and counts as one", () => {
    const robots = opened.sandbox.shop.state.events.filter(({ actor }) => actor.kind === "staff" && actor.account.isMachine);
    expect(robots.length).toBeGreaterThan(30);
    expect(report.namelessPrograms).toEqual([expect.objectContaining({ activity: "tag", touches: robots.length })]);
    for (const { touches, kinds, hours } of measured.filter(({ vendor }) => vendor === "shopify")) {
      expect(Math.abs(touches.error)).toBeLessThanOrEqual(0.02);
      expect(kinds.share).toBeGreaterThanOrEqual(0.99);
      expect(hours.covered).toBe(true);
    }
  });

  test("what others noted at the ERP is not guessed", () => {
    expect(measured.filter(({ vendor }) => vendor === "netsuite").map(({ touches }) => touches.audit)).toEqual([0, 0]);
  });
});
