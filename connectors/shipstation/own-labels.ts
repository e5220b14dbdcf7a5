import type { NangoAction } from "nango";
import type * as z from "zod";
import { ShipStationMetadata } from "./accounts.js";

/** What a function needs of Nango to remember: the metadata is the only thing that outlives a run. */
export type Remembering = {
  getMetadata: () => Promise<unknown>;
  updateMetadata: (known: z.infer<typeof ShipStationMetadata>) => Promise<unknown>;
} & Pick<NangoAction, "log">;

const MOST_CHOICES = 2_000; // a few days of a large shop: a label follows a choice within days
const MOST_KEPT = 500; // the newest; older ones were read by the sync long ago
const DOUBT_HOURS = 24; // a label that was made shows within minutes

/** Adds a label to one of the lists by which the sync tells our own labels and voids from those of people. */
export async function rememberOwn(nango: Remembering, list: "ownLabelIds" | "ownVoidIds", labelId: string): Promise<void> {
  const known = idsOf(ShipStationMetadata.safeParse(await nango.getMetadata()).data?.[list]);
  if (known.includes(labelId)) return;
  await nango.updateMetadata({ [list]: [...known, labelId].slice(-MOST_KEPT).join(",") });
}

/** Keeps what we chose for an order, so that the sync does not take it for a person's choice. Written before it is sent: a run may be killed. */
export async function rememberChoice(
  nango: Remembering,
  { id, updatedAt }: { id: string; updatedAt: string | null },
  service: string | null,
): Promise<void> {
  const known = idsOf(ShipStationMetadata.safeParse(await nango.getMetadata()).data?.ownChoices);
  const others = known.filter((choice) => !choice.startsWith(`${id}=`));
  await nango.updateMetadata({
    ownChoices: [...others, `${id}=${service ?? ""}@${Date.parse(updatedAt ?? "1970")}`].slice(-MOST_CHOICES).join(","),
  });
}

/** Whether a label was asked for and no answer came: then nothing is sent again. */
export async function isInDoubt(nango: Remembering, shipmentId: string): Promise<boolean> {
  return (await doubts(nango)).some(({ id }) => id === shipmentId);
}

/** Written before a label is asked for, so that also a run that is killed leaves a trace. */
export async function rememberDoubt(nango: Remembering, shipmentId: string): Promise<void> {
  const others = (await doubts(nango)).filter(({ id }) => id !== shipmentId);
  await write(nango, [...others, { id: shipmentId, askedMs: Date.now() }]);
}

/** When ShipStation has answered, whatever it said. */
export async function forgetDoubt(nango: Remembering, shipmentId: string): Promise<void> {
  const all = await doubts(nango);
  if (all.some(({ id }) => id === shipmentId)) await write(nango, all.filter(({ id }) => id !== shipmentId)); // prettier-ignore
}

type Doubt = { id: string; askedMs: number };

async function doubts(nango: Remembering): Promise<Doubt[]> {
  const list = idsOf(ShipStationMetadata.safeParse(await nango.getMetadata()).data?.labelsInDoubt);
  return list.flatMap((entry) => {
    const [id = "", asked = ""] = entry.split("@");
    const askedMs = Number(asked);
    return id !== "" && Date.now() - askedMs < DOUBT_HOURS * 3_600_000 ? [{ id, askedMs }] : [];
  });
}

const write = (nango: Remembering, all: readonly Doubt[]): Promise<unknown> =>
  nango.updateMetadata({ labelsInDoubt: all.map(({ id, askedMs }) => `${id}@${askedMs}`).join(",") });

const idsOf = (list: string | undefined): string[] => (list ?? "").split(",").filter((id) => id !== "");
