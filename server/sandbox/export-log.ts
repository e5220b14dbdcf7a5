import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import * as z from "zod";
import { demoLog, toCsv } from "./demo-log.ts";
import { shopSettings } from "./shop/settings.ts";

/** `node server/sandbox/export-log.ts --seed S --days 14 [--orders 500] [--until ISO] [--profile typical] [--out FILE]`: the demo shop's log as CSV. */
const Options = z.object({
  seed: z.string().default("1"),
  days: z.coerce.number().int().min(1).max(400).default(14),
  orders: z.coerce.number().positive().max(20_000).default(500),
  until: z.iso.datetime().optional(),
  profile: z.enum(["strict", "typical", "sloppy", "hasty"]).default("typical"),
  out: z.string().optional(),
});

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { seed: text, days: text, orders: text, until: text, profile: text, out: text } });
const { seed, days, orders, until, profile, out } = Options.parse(values);
const csv = toCsv(
  demoLog(shopSettings({ seed, days, ordersPerDay: orders, profile, ...(until === undefined ? {} : { untilMs: Date.parse(until) }) })),
);
if (out === undefined) process.stdout.write(csv);
else writeFileSync(out, csv);
