import * as z from "zod";
import { LONGEST_SAMPLE_MINUTES } from "#server/domain/effort/sample-rows.ts";
import { PRECISIONS } from "#server/domain/effort/samples-wanted.ts";
import { addSample } from "#server/services/samples/add-sample.ts";
import { discardSample } from "#server/services/samples/discard-sample.ts";
import { importSamples } from "#server/services/samples/import-samples.ts";
import { drawItemsToTime, listItems, settleItem } from "#server/services/samples/items-to-time.ts";
import { listSamples } from "#server/services/samples/list-samples.ts";
import { declareUntraced, listUntraced } from "#server/services/samples/untraced-work.ts";
import { samplingPlan } from "#server/services/samples/sampling-plan.ts";
import { dropStopWatch, startStopWatch, stopStopWatch } from "#server/services/samples/stop-watch.ts";
import { permitted, router } from "../trpc.ts";

const Activity = z.object({
  workflow: z.string().trim().min(1, "Choose a workflow.").max(200, "Use at most 200 characters."),
  activity: z.string().trim().min(1, "Choose an activity.").max(200, "Use at most 200 characters."),
});
const Running = Activity.extend({ startedAt: z.date() });
const Minutes = z
  .number("Enter a number of minutes.")
  .positive("Enter more than 0.")
  .max(LONGEST_SAMPLE_MINUTES, "A day has 1,440 minutes.");
const Note = z
  .string()
  .trim()
  .max(300, "Use at most 300 characters.")
  .transform((text) => (text === "" ? null : text))
  .nullable()
  .default(null);
const SampleId = z.object({ sampleId: z.uuid() });
const Origin = z.enum(["stop-watch", "entered", "imported"]);
const MOST_TEXT = 1_000_000; // 5,000 rows with notes; a larger file is no list of timed items.

const Interval = z.object({ low: z.number(), point: z.number(), high: z.number() });
const MOST_TIMES = 100_000; // A week; more would be counted by a machine.

export const samplesRouter = router({
  /** Work that leaves no event, as declared. */
  untraced: permitted("audit.read")
    .input(z.object({}))
    .output(
      z.array(
        Activity.extend({
          timesAWeek: z.number(),
          note: z.string().nullable(),
          saidAt: z.date(),
          samples: z.number().int(),
          hoursPerWeek: Interval.nullable(),
        }),
      ),
    )
    .query(({ ctx }) => listUntraced(ctx)),
  declareUntraced: permitted("samples.take")
    .input(
      Activity.extend({
        timesAWeek: z.number("Enter a number.").positive("Enter more than 0.").max(MOST_TIMES, "Enter 100,000 or fewer.").nullable(),
        note: Note,
      }),
    )
    .output(z.void())
    .mutation(({ ctx, input }) => declareUntraced(ctx, input)),
  /** What to time next, and the caller's running stop-watch. */
  plan: permitted("audit.read")
    .input(z.object({ precision: z.literal(PRECISIONS).default(0.1) }))
    .output(
      z.object({
        now: z.date(),
        running: Running.nullable(),
        activities: z.array(
          Activity.extend({
            touches: z.number().int().nullable(),
            meanMinutes: z.number().nullable(),
            taken: z.number().int(),
            more: z.number().int(),
            basis: z.enum(["spread", "beginning"]),
          }),
        ),
        discarded: z.array(Activity.extend({ discarded: z.number().int() })),
      }),
    )
    .query(({ ctx, input }) => samplingPlan(ctx, input)),
  list: permitted("audit.read")
    .input(Activity.extend({ limit: z.number().int().min(1).max(200).default(50), afterId: z.uuid().nullable().default(null) }))
    .output(
      z.object({
        samples: z.array(
          z.object({
            id: z.uuid(),
            minutes: z.number(),
            takenAt: z.date(),
            note: z.string().nullable(),
            how: Origin,
            event: z.enum(["drawn", "matched", "none", "several", "not looked for"]),
            discardedAt: z.date().nullable(),
          }),
        ),
        more: z.boolean(),
      }),
    )
    .query(({ ctx, input }) => listSamples(ctx, input)),
  start: permitted("samples.take")
    .input(Activity.extend({ startedAt: z.date().optional() }))
    .output(Running)
    .mutation(({ ctx, input }) => startStopWatch(ctx, input)),
  stop: permitted("samples.take")
    .input(z.object({}))
    .output(SampleId.extend({ minutes: z.number() }))
    .mutation(({ ctx }) => stopStopWatch(ctx)),
  drop: permitted("samples.take")
    .input(z.object({}))
    .output(Running)
    .mutation(({ ctx }) => dropStopWatch(ctx)),
  add: permitted("samples.take")
    .input(Activity.extend({ minutes: Minutes, takenAt: z.date().optional(), note: Note }))
    .output(SampleId)
    .mutation(({ ctx, input }) => addSample(ctx, input)),
  /** Past items that were drawn to be looked up. */
  items: permitted("audit.read")
    .input(Activity)
    .output(
      z.object({
        items: z.array(z.object({ id: z.uuid(), caseId: z.string(), endedAt: z.date(), drawnAt: z.date() })),
        settled: z.number().int(),
      }),
    )
    .query(({ ctx, input }) => listItems(ctx, input)),
  drawItems: permitted("samples.take")
    .input(Activity)
    .output(z.object({ waiting: z.number().int() }))
    .mutation(({ ctx, input }) => drawItemsToTime(ctx, input)),
  settleItem: permitted("samples.take")
    .input(z.object({ itemId: z.uuid(), minutes: Minutes.nullable(), note: Note }))
    .output(z.object({ sampleId: z.uuid().nullable() }))
    .mutation(({ ctx, input }) => settleItem(ctx, input)),
  discard: permitted("samples.take")
    .input(SampleId.extend({ discarded: z.boolean() }))
    .output(z.void())
    .mutation(({ ctx, input }) => discardSample(ctx, input)),
  import: permitted("samples.take")
    .input(z.object({ fileName: z.string().max(300), text: z.string().max(MOST_TEXT, "The file is too large: split it.") }))
    .output(
      z.object({
        added: z.number().int(),
        known: z.number().int(),
        rejected: z.array(z.object({ line: z.number().int(), reason: z.string() })),
        rejectedCount: z.number().int(),
        unheardOf: z.array(Activity.extend({ samples: z.number().int() })),
      }),
    )
    .mutation(({ ctx, input }) => importSamples(ctx, input)),
});
