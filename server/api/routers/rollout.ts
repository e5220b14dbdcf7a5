import * as z from "zod";
import { addComment } from "#server/services/rollout/add-comment.ts";
import { addItem } from "#server/services/rollout/add-item.ts";
import { addTask } from "#server/services/rollout/add-task.ts";
import { answerProposal } from "#server/services/rollout/answer-proposal.ts";
import { changeItem } from "#server/services/rollout/change-item.ts";
import { changePlan } from "#server/services/rollout/change-plan.ts";
import { removeTask, setTaskDone } from "#server/services/rollout/change-task.ts";
import { Differences } from "#server/services/rollout/differences-schema.ts";
import { makeFeed, readNotices, revokeFeed } from "#server/services/rollout/feed.ts";
import { getPlan } from "#server/services/rollout/get-plan.ts";
import { listVersions, restoreVersion } from "#server/services/rollout/list-versions.ts";
import { makePlan } from "#server/services/rollout/make-plan.ts";
import { Day, Gate, ItemState, PlanSettings, SolutionShape, StoredPlanShape } from "#server/services/rollout/plan-schema.ts";
import { removeItem } from "#server/services/rollout/remove-item.ts";
import { setItemState } from "#server/services/rollout/set-item-state.ts";
import { setOwner } from "#server/services/rollout/set-owner.ts";
import { setOwnOrder } from "#server/services/rollout/set-own-order.ts";
import { permitted, router } from "../trpc.ts";

const Version = z.number().int().min(1);
const Saved = z.object({ version: Version });
const ItemId = z.string().max(200);
const Days = z.number().min(0, "Use 0 or more days.").max(10_000, "Use at most 10,000 days.");
const Minor = z.number().int().min(0, "Use 0 or more.").max(1e12, "This is more than a plan can count.");
const Title = z.string().trim().min(1, "Enter a title.").max(200, "Use at most 200 characters.");
const Interval = z.object({ low: z.number(), point: z.number(), high: z.number() });
const Evidence = z.enum(["recorded", "timed", "bounds", "assumed", "benchmark"]);

const ChangedItem = z.object({
  title: Title,
  effortDays: Days,
  valuePerWeekMinor: Minor.nullable(),
  prerequisites: z.array(ItemId).max(60),
  earliestStartDay: Day.nullable(),
  family: z.string().trim().max(80).nullable(),
  pinnedPosition: z.number().int().min(1).max(60).nullable(),
  excluded: z.boolean(),
  gate: Gate.nullable(),
});

const Plan = z.object({
  id: z.uuid(),
  version: Version,
  updatedAt: z.date(),
  stored: StoredPlanShape,
  solution: SolutionShape.nullable(),
  built: z.array(z.string()),
  progress: z.array(
    z.object({
      itemId: z.string(),
      ownerUserId: z.string().nullable(),
      state: ItemState,
      startedAt: z.date().nullable(),
      builtAt: z.date().nullable(),
      doneAt: z.date().nullable(),
      actualEffortDays: z.number().nullable(),
    }),
  ),
  planned: z.array(z.object({ itemId: z.string(), startDay: Day, builtDay: Day, liveDay: Day })),
  phases: z.array(
    z.object({
      number: z.number().int(),
      itemIds: z.array(z.string()),
      effortDays: z.number(),
      valuePerWeekMinor: z.number(),
      returnPerDayMinor: z.number().nullable(),
      sentence: z.string(),
    }),
  ),
  gates: z.array(
    z.object({
      itemId: z.string(),
      present: z.number().nullable(),
      holdsNow: z.boolean().nullable(),
      heldDays: z.number(),
      passed: z.boolean(),
    }),
  ),
  audit: z
    .object({
      id: z.uuid(),
      computedAt: z.date(),
      from: z.date(),
      to: z.date(),
      weeks: z.number(),
      rate: z.object({ minorPerHour: z.number(), currency: z.string(), evidence: Evidence, note: z.string() }),
    })
    .nullable(),
  measured: z.array(z.object({ workflow: z.string(), hoursPerWeek: Interval, evidence: Evidence, touches: z.number().int() })),
  tasks: z.array(
    z.object({
      id: z.uuid(),
      itemId: z.string(),
      title: z.string(),
      dueOn: Day.nullable(),
      assigneeUserId: z.string().nullable(),
      doneAt: z.date().nullable(),
    }),
  ),
  comments: z.array(z.object({ id: z.uuid(), itemId: z.string(), text: z.string(), author: z.string(), at: z.date() })),
  statuses: z.array(z.object({ id: z.uuid(), itemId: z.string(), state: z.string(), reason: z.string(), actor: z.string(), at: z.date() })),
  proposal: z.object({ id: z.uuid(), madeAt: z.date(), differences: Differences }).nullable(),
});

const Nothing = z.void();

export const rolloutRouter = router({
  get: permitted("rollout.read")
    .input(z.object({}))
    .output(
      z.object({
        plan: Plan.nullable(),
        people: z.array(z.object({ userId: z.string(), name: z.string(), mayWork: z.boolean().describe("false for those who only read") })),
        own: z.object({
          userId: z.string(),
          feedSince: z.date().nullable(),
          notices: z.array(z.object({ id: z.uuid(), text: z.string(), href: z.string(), at: z.date(), readAt: z.date().nullable() })),
        }),
        canMake: z.boolean().describe("an audit ranks at least one workflow"),
        searchJobId: z.uuid().nullable().describe("a longer search for the best order that is under way"),
      }),
    )
    .query(({ ctx }) => getPlan(ctx)),

  make: permitted("rollout.manage")
    .input(z.object({}))
    .output(Saved)
    .mutation(({ ctx }) => makePlan(ctx)),

  change: permitted("rollout.manage")
    .input(z.object({ version: Version, settings: PlanSettings }))
    .output(Saved)
    .mutation(({ ctx, input }) => changePlan(ctx, input)),

  changeItem: permitted("rollout.manage")
    .input(z.object({ version: Version, itemId: ItemId, change: ChangedItem.partial() }))
    .output(Saved)
    .mutation(({ ctx, input }) => changeItem(ctx, input)),

  addItem: permitted("rollout.manage")
    .input(
      z.object({
        version: Version,
        item: z.object({ title: Title, kind: z.enum(["initiative", "enabler"]), effortDays: Days, valuePerWeekMinor: Minor }),
      }),
    )
    .output(Saved.extend({ itemId: z.string() }))
    .mutation(({ ctx, input }) => addItem(ctx, input)),

  removeItem: permitted("rollout.manage")
    .input(z.object({ version: Version, itemId: ItemId }))
    .output(Saved)
    .mutation(({ ctx, input }) => removeItem(ctx, input)),

  setOwnOrder: permitted("rollout.manage")
    .input(z.object({ version: Version, order: z.array(ItemId).max(60).nullable() }))
    .output(Saved)
    .mutation(({ ctx, input }) => setOwnOrder(ctx, input)),

  versions: permitted("rollout.read")
    .input(z.object({}))
    .output(z.array(z.object({ version: Version, reason: z.string(), by: z.string(), at: z.date() })))
    .query(({ ctx }) => listVersions(ctx)),

  restore: permitted("rollout.manage")
    .input(z.object({ version: Version, restore: Version }))
    .output(Saved)
    .mutation(({ ctx, input }) => restoreVersion(ctx, input)),

  answerProposal: permitted("rollout.manage")
    .input(z.object({ proposalId: z.uuid(), take: z.boolean() }))
    .output(Nothing)
    .mutation(({ ctx, input }) => answerProposal(ctx, input)),

  setOwner: permitted("rollout.manage")
    .input(z.object({ itemId: ItemId, userId: z.string().max(200).nullable() }))
    .output(Nothing)
    .mutation(({ ctx, input }) => setOwner(ctx, input)),

  setState: permitted("rollout.work")
    .input(z.object({ itemId: ItemId, state: z.enum(["planned", "working", "built"]), actualEffortDays: Days.nullable() }))
    .output(Nothing)
    .mutation(({ ctx, input }) => setItemState(ctx, input)),

  addTask: permitted("rollout.work")
    .input(z.object({ itemId: ItemId, title: Title, dueOn: Day.nullable(), assigneeUserId: z.string().max(200).nullable() }))
    .output(z.object({ taskId: z.uuid() }))
    .mutation(({ ctx, input }) => addTask(ctx, input)),

  setTaskDone: permitted("rollout.work")
    .input(z.object({ taskId: z.uuid(), done: z.boolean() }))
    .output(Nothing)
    .mutation(({ ctx, input }) => setTaskDone(ctx, input)),

  removeTask: permitted("rollout.work")
    .input(z.object({ taskId: z.uuid() }))
    .output(Nothing)
    .mutation(({ ctx, input }) => removeTask(ctx, input)),

  addComment: permitted("rollout.work")
    .input(z.object({ itemId: ItemId, text: z.string().trim().min(1, "Write something.").max(4000, "Use at most 4,000 characters.") }))
    .output(Nothing)
    .mutation(({ ctx, input }) => addComment(ctx, input)),

  readNotices: permitted("rollout.work")
    .input(z.object({}))
    .output(Nothing)
    .mutation(({ ctx }) => readNotices(ctx)),

  makeFeed: permitted("rollout.work")
    .input(z.object({}))
    .output(z.object({ url: z.string() }))
    .mutation(({ ctx }) => makeFeed(ctx)),

  revokeFeed: permitted("rollout.work")
    .input(z.object({}))
    .output(Nothing)
    .mutation(({ ctx }) => revokeFeed(ctx)),
});
