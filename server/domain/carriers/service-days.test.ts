import { expect, test } from "vitest";
import { serviceDays } from "./service-days.ts";

test.each([
  ["usps_ground_advantage", 5],
  ["usps_priority_mail", 3],
  ["usps_priority_mail_express", 1],
  ["ups_2nd_day_air", 2],
  ["ups_next_day_air_saver", 1],
  ["ups_3_day_select", 3],
  ["fedex_2day", 2],
  ["fedex_home_delivery", 5],
  ["usps_media_mail", 8],
  ["own_van", null],
])("%s", (code, days) => {
  expect(serviceDays(code)).toBe(days);
});
