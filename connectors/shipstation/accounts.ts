import * as z from "zod";
import { BackfillMetadata } from "../kit/backfill.js";
import { askShipStation, type Caller } from "./ask-shipstation.js";
import { userList } from "./operations.js";
import type { Accounts, OwnChoice } from "./to-ops-events.js";

/** What a connection's metadata may tell of accounts; lists are parted by commas. */
export const ShipStationMetadata = BackfillMetadata.extend({
  programUserIds: z
    .string()
    .optional()
    .describe("userIds under which programs buy labels: the owner of an API key, a station that prints by itself"),
  ownLabelIds: z.string().optional().describe("labels that our own actions bought, the newest last"),
  labelsInDoubt: z
    .string()
    .optional()
    .describe("orders for which we asked for a label and got no answer, each with the time in milliseconds: 94113592@1764200000000"),
  ownChoices: z
    .string()
    .optional()
    .describe(
      "services that our own actions chose last, each with the order and when that had last been changed before, in milliseconds: 94113592=ups_ground@1764200000000",
    ),
  ownVoidIds: z.string().optional().describe("labels that our own actions voided, the newest last"),
});

const Users = z.array(z.unknown());
const UserRow = z.object({ userId: z.string(), userName: z.string().nullish(), name: z.string().nullish() });

/** Everybody who has or had a log-in, and what the metadata says of programs and of us. */
export async function readAccounts(nango: Caller, metadata: unknown): Promise<Accounts> {
  const told = ShipStationMetadata.safeParse(metadata).data;
  const rows = await askShipStation(nango, userList(), Users);
  const people = new Map<string, string | null>();
  for (const row of rows) {
    const { data: user } = UserRow.safeParse(row);
    if (user) people.set(user.userId, user.name || user.userName || null);
  }
  return {
    people,
    programs: idsIn(told?.programUserIds),
    ownLabels: idsIn(told?.ownLabelIds),
    ownVoids: idsIn(told?.ownVoidIds),
    ownChoices: new Map([...idsIn(told?.ownChoices)].map(choiceOf)),
  };
}

const idsIn = (list: string | undefined): ReadonlySet<string> =>
  new Set((list ?? "").split(",").map((id) => id.trim()).filter((id) => id !== "")); // prettier-ignore

function choiceOf(choice: string): [shipmentId: string, OwnChoice] {
  const [, shipmentId = "", service = "", afterMs = ""] = /^(.*?)=(.*)@(\d+)$/.exec(choice) ?? [];
  return [shipmentId, { service: service || null, afterMs: Number(afterMs) }];
}
