import { expect, test } from "vitest";
import { serviceWords } from "./service-words.ts";

test("codes of services as people read them", () => {
  expect(["ups_2nd_day_air", "usps_ground_advantage", "fedex_2day", "dhl_global_mail", "own_van"].map(serviceWords)).toEqual([
    "UPS 2nd day air",
    "USPS ground advantage",
    "FedEx 2day",
    "DHL global mail",
    "own van",
  ]);
});
