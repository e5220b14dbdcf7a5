import * as z from "zod";
import { listRates } from "#server/services/rates/list-rates.ts";
import { removeRate } from "#server/services/rates/remove-rate.ts";
import { setRate } from "#server/services/rates/set-rate.ts";
import { permitted, router } from "../trpc.ts";

const RoleName = z.string().trim().min(1, "Enter a role, as Customer service.").max(80, "Use at most 80 characters.");
const EvidenceClass = z.enum(["assumed", "benchmark", "recorded"]);
const Minor = z.number("Enter an amount.").int().min(0, "Enter 0 or more.").max(100_000_000, "This is more than any hour costs.");

// Before the first of these there was no business to audit; after the last a year was mistyped.
const [FIRST_DAY, LAST_DAY] = ["2000-01-01", "2100-01-01"];
const EffectiveFrom = z.iso
  .date("Choose a day, or none for a rate that always held.")
  .refine((day) => day >= FIRST_DAY && day < LAST_DAY, "Choose a day between the years 2000 and 2099.")
  .nullable()
  .default(null);

const Rate = z.object({
  id: z.uuid(),
  role: z.string(),
  effectiveFrom: z.iso.date().nullable(),
  minorAnHour: z.number().int(),
  class: EvidenceClass,
  source: z.string().nullable(),
  createdAt: z.date(),
});

export const ratesRouter = router({
  /** What an hour of each role costs and cost, in the workspace's currency. */
  list: permitted("rates.read")
    .input(z.void())
    .output(z.object({ currency: z.string(), rates: z.array(Rate) }))
    .query(async ({ ctx }) => {
      const { currency, rates } = await listRates(ctx);
      return { currency, rates: z.array(Rate).parse(rates) };
    }),
  set: permitted("rates.update")
    .input(
      z.object({
        role: RoleName,
        effectiveFrom: EffectiveFrom,
        minorAnHour: Minor,
        class: EvidenceClass,
        source: z
          .string()
          .trim()
          .max(300, "Use at most 300 characters.")
          .transform((text) => (text === "" ? null : text))
          .nullable(),
      }),
    )
    .output(z.void())
    .mutation(({ ctx, input }) => setRate(ctx, input)),
  remove: permitted("rates.update")
    .input(z.object({ role: z.string().max(80), effectiveFrom: EffectiveFrom }))
    .output(z.void())
    .mutation(({ ctx, input }) => removeRate(ctx, input)),
});
