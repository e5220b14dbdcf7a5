import * as z from "zod";

/** The page of an ask, as it was kept. */
export const AskPageShape = z.object({
  number: z.string(),
  wants: z.string(),
  lines: z.array(z.object({ id: z.string(), sku: z.string().nullable(), quantity: z.number(), expectedOn: z.string().nullable() })),
});

/** What a supplier says of one line: the day on which it will be there, and how many. */
export const AnsweredLine = z.object({
  id: z.string().min(1).max(64),
  expectedOn: z.iso.date("Choose a day."),
  quantity: z.number("Enter how many.").min(0, "Enter 0 or more.").max(10_000_000, "That is more than anybody orders."),
});
export type AnsweredLine = z.infer<typeof AnsweredLine>;
