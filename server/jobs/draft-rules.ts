import { draftRules } from "#server/services/automations/draft-rules.ts";
import { defineJob } from "./define.ts";

/** Learns a draft of rules from what people decided. It changes nothing. */
export const draftRulesJob = defineJob({ name: "draft-rules", retries: 1, timeoutSeconds: 3600, run: draftRules });
