import * as z from "zod";

/** What the source's own audit fields say of who acted. `unknown` is an answer: it is never guessed away. */
export const ActorKind = z.enum(["person", "app", "rule", "system", "customer", "supplier", "unknown"]);
export type ActorKind = z.infer<typeof ActorKind>;

/** A: actor and time of each change. B: last writer or creator only. C: a change of state without an actor. */
export const EvidenceGrade = z.enum(["A", "B", "C"]);
export type EvidenceGrade = z.infer<typeof EvidenceGrade>;

/** One thing that somebody or something did, as the source recorded it. Immutable: what we think of it is stored elsewhere. */
export const OpsEvent = z.object({
  id: z.string().describe("stable and unique within the connection: a repeat is recognised by it"),
  caseType: z.enum(["order", "return", "ticket", "purchase_order", "shipment", "sku"]),
  caseId: z.string().describe("id of the record of that type in the same connection, or in another one where that is known"),
  caseNumber: z
    .string()
    .optional()
    .describe(
      "where the case is a record of another connection and only the number that people call it by is known: the one that bears it is meant",
    ),
  activity: z.string().describe("verb and noun in lower case, from the source's own code: note created"),
  sourceAction: z.string().describe("the source's code, untouched"),
  sourceType: z.string().describe("the source's name for this kind of row"),
  endedAt: z.string().describe("ISO 8601, UTC: when it was recorded as done"),
  startedAt: z.string().nullable().describe("null where the source keeps no start; most do not"),
  actorKind: ActorKind,
  actorId: z.string().nullable().describe("the source's id of the account, where it gives one"),
  actorName: z.string().nullable().describe("free text of the source; may stand for a person, hence a pseudonym is stored"),
  tool: z.string().nullable().describe("what the actor worked through: the title of the app or page"),
  grade: EvidenceGrade,
  objects: z.array(z.object({ type: z.string(), id: z.string() })).describe("every record the event touches, the case among them"),
  details: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .optional()
    .describe("what the event itself says of the change, by name: hold reason, tag; absent where the source says nothing"),
});
export type OpsEvent = z.infer<typeof OpsEvent>;
