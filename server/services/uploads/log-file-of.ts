import * as z from "zod";
import { LOG_FORMATS, type LogFile } from "./log-format.ts";

const Stored = z.object({ format: z.enum(LOG_FORMATS), delimiter: z.string(), header: z.array(z.string()), lifecycle: z.boolean() });

/** An upload as its row says how to read it. */
export const logFileOf = (row: { format: string; delimiter: string; header: unknown; lifecycle: boolean }): LogFile => Stored.parse(row);
