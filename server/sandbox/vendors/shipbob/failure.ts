import { jsonReply } from "../../door.ts";
import type { Reply } from "../../door.ts";

/** A problem in the vendor's own shape. */
export const failure = (status: number, title: string, headers: Readonly<Record<string, string>> = {}): Reply =>
  jsonReply(status, { type: "about:blank", title, status, detail: title, instance: null }, headers);

/** Complaints by field, as most calls that write answer them. */
export const complaint = (status: number, field: string, message: string): Reply => jsonReply(status, { [field]: [message] });
