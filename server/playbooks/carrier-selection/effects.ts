import { serviceWords } from "#server/domain/carriers/service-words.ts";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import type { Choice, EffectKind, Plan, PlannedEffect } from "../define.ts";
import { onlyOwnRecord } from "../only-own-record.ts";
import { serviceOf } from "./outcomes.ts";
import { ShipmentSeen } from "./records.ts";

/** The label that counts: neither voided nor a return. */
const standingLabel = ({ labels }: ShipmentSeen) => labels.findLast(({ voidedAt, isReturn }) => voidedAt === null && !isReturn);

const OPEN: ReadonlySet<string> = new Set(["awaiting_payment", "awaiting_shipment", "on_hold"]);

/** Everything of a shipment that a choice rests on. To whom it is assigned, and its tags, may change without harm. */
export function fingerprint(shipment: ShipmentSeen): string {
  const { state, requestedService, shipBy, carrier, service, weightGrams, longestSideCm, valueMinor, region, country } = shipment;
  const place = { region, country, warehouseId: shipment.warehouseId };
  const parcel = { weightGrams, longestSideCm, valueMinor, ...place };
  return JSON.stringify({ state, requestedService, shipBy, carrier, service, parcel, isLabelled: standingLabel(shipment) !== undefined });
}

export const fingerprintNow = (seen: unknown): string => fingerprint(ShipmentSeen.parse(seen));

/** What an outcome changes; null while our copy shows a shipment that waits for nothing. */
export function plan({ outcome, history, choices }: { outcome: string; history: CaseHistory; choices: readonly Choice[] }): Plan | null {
  const shipment = ShipmentSeen.safeParse(history.records.findLast(({ model }) => model === "Shipment")?.content).data;
  if (!shipment || shipment.state !== "awaiting_shipment" || standingLabel(shipment)) return null;
  return { effects: effectsOf(outcome, shipment, choices), riskMinor: null, currency: null, fingerprint: fingerprint(shipment) };
}

/** [] where the shipment has that service already: then it travels as it stands. */
function effectsOf(outcome: string, { id, carrier, service }: ShipmentSeen, choices: readonly Choice[]): PlannedEffect[] {
  const chosen = serviceOf(outcome, choices, carrier);
  if (!chosen || chosen.service === service) return [];
  return [
    {
      kind: "choose service",
      subject: { type: "shipment", id },
      input: { carrier: chosen.carrier, service: chosen.service, was: { carrier, service } },
    },
  ];
}

/** Why a shipment is left alone, whatever was decided about it; null when it may be changed. */
function refusal(shipment: ShipmentSeen, decided: string | null): string | null {
  if (standingLabel(shipment)) return "A label was printed meanwhile.";
  if (!OPEN.has(shipment.state)) return `The shipment is ${shipment.state.replaceAll("_", " ")}.`;
  return decided !== null && decided !== fingerprint(shipment) ? "The shipment was changed after this was decided." : null;
}

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** "ups ground, account ups walleted"; null where it was not kept. */
function travelsBy(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const { carrier, service }: { carrier?: unknown; service?: unknown } = value;
  if (typeof service !== "string") return "none chosen";
  return typeof carrier === "string" ? `${serviceWords(service)}, account ${serviceWords(carrier)}` : serviceWords(service);
}

const kinds: Readonly<Record<string, EffectKind>> = {
  "choose service": {
    title: "Choose the service",
    alters: ({ input }) => [{ what: "Carrier and service", before: travelsBy(input["was"]), after: travelsBy(input) ?? "none" }],
    look: ({ subject }) => ({ action: "read-shipment", input: { shipmentId: subject.id } }),
    prepare({ subject, input, seen, decided }) {
      const shipment = ShipmentSeen.parse(seen);
      const [carrier, service] = [textOrNull(input["carrier"]), textOrNull(input["service"])];
      if (shipment.carrier === carrier && shipment.service === service) return { step: "already done" };
      const why = refusal(shipment, decided);
      if (why !== null) return { step: "refuse", why };
      return {
        step: "act",
        call: {
          action: "choose-service",
          input: { shipmentId: subject.id, carrier, service, packageType: null, expectedUpdatedAt: shipment.updatedAt },
        },
        inverse: {
          kind: "choose service",
          subject,
          input: { carrier: shipment.carrier, service: shipment.service, was: { carrier, service } },
        },
      };
    },
  },
};

export const effects = onlyOwnRecord(kinds, (seen) => ShipmentSeen.parse(seen).id);
