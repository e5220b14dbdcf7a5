import { expect, test } from "vitest";
import { accountKeyOf } from "./integrations.ts";

test.each([
  ["shopify", ["harbour-and-pine", " Harbour-and-Pine ", "harbour-and-pine.myshopify.com", "HTTPS://harbour-and-pine.MyShopify.com/"]],
  ["zendesk", ["harbour", "Harbour", "harbour.zendesk.com", "https://harbour.zendesk.com/"]],
  ["netsuite", ["4471903_SB1", "4471903-sb1", "4471903_sb1", "https://4471903-sb1.app.netsuite.com"]],
  ["netsuite-tba", ["4471903_SB1", "4471903-sb1", "4471903-sb1.suitetalk.api.netsuite.com"]],
])("an account of %s has one name, however it is written", (integration, forms) => {
  const keys = forms.map((form) => accountKeyOf(integration, form));
  expect([...new Set(keys)]).toEqual([
    integration.startsWith("netsuite") ? "4471903-sb1" : integration === "shopify" ? "harbour-and-pine" : "harbour",
  ]);
});

test.each([
  ["netsuite", "4471903", "4471903_SB1"],
  ["shopify", "harbour", "harbour-2"],
  ["shopify", "har_bour", "har-bour"],
  ["shopify", "admin.shopify.com/store/harbour", "admin.shopify.com/store/pine"],
])("two accounts of %s keep two names: %s and %s", (integration, one, other) => {
  expect(accountKeyOf(integration, one)).not.toBe(accountKeyOf(integration, other));
});

test.each([
  ["shipbob-pat", "api"],
  ["shipstation", "ssapi"],
  ["something else", "acme"],
  ["shopify", " "],
  ["shopify", null],
  ["shopify", 7],
])("of %s, %j names no account", (integration, written) => {
  expect(accountKeyOf(integration, written)).toBeNull();
});
