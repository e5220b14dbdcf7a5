import * as z from "zod";
import { readShipment, refusalOf, ShipmentId, type ActionCaller } from "./change-shipment.js";
import { rateShipStation } from "./ask-shipstation.js";

export const RateInput = z.object({
  shipmentId: ShipmentId,
  fromPostcode: z.string().min(3),
  carriers: z.array(z.string().min(1)).min(1).max(10),
  packageType: z.string().min(1),
});
export const RateOutput = z.object({
  rates: z.array(
    z.object({
      carrier: z.string(),
      service: z.string(),
      name: z.string(),
      costMinor: z.int().describe("with all surcharges, in hundredths"),
    }),
  ),
});

const To = z.object({
  shipTo: z.object({
    state: z.string().nullish(),
    country: z.string(),
    postalCode: z.string(),
    city: z.string().nullish(),
    residential: z.boolean().nullish(),
  }),
  weight: z.unknown(),
  dimensions: z.unknown(),
});
const Rates = z.array(
  z.looseObject({ serviceName: z.string(), serviceCode: z.string(), shipmentCost: z.number(), otherCost: z.number().nullish() }),
);

/** What each service of these carriers would cost, cheapest first. Asks, and changes nothing. */
export async function rateShipment(nango: ActionCaller, input: z.infer<typeof RateInput>): Promise<z.infer<typeof RateOutput>> {
  const { row } = await readShipment(nango, input.shipmentId);
  const { shipTo, weight, dimensions } = To.parse(row);
  const rates: z.infer<typeof RateOutput>["rates"] = [];
  for (const carrier of input.carriers) {
    try {
      const found = await rateShipStation(nango, Rates, {
        carrierCode: carrier,
        serviceCode: null,
        packageCode: input.packageType,
        fromPostalCode: input.fromPostcode,
        toState: shipTo.state,
        toCountry: shipTo.country,
        toPostalCode: shipTo.postalCode,
        toCity: shipTo.city,
        weight,
        dimensions,
        confirmation: "none",
        residential: shipTo.residential ?? false,
      });
      rates.push(...found.map((rate) => ({ carrier, service: rate.serviceCode, name: rate.serviceName, costMinor: Math.round((rate.shipmentCost + (rate.otherCost ?? 0)) * 100) }))); // prettier-ignore
    } catch (error) {
      throw refusalOf(nango, error);
    }
  }
  return { rates: rates.sort((a, b) => a.costMinor - b.costMinor || (a.service < b.service ? -1 : 1)) };
}
