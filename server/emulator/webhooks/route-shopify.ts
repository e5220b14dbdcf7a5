import { createHmac, timingSafeEqual } from "node:crypto";
import type { VendorWebhook, WebhookRouting } from "./vendor-webhook.ts";

/**
 * Shopify signs the raw body with the app's client secret, and names the topic and the shop in headers. A connection belongs to the shop
 * that its subdomain names.
 */
export const routeShopify: WebhookRouting = {
  isGenuine({ headers, body }: VendorWebhook, { client_secret: secret }) {
    const given = Buffer.from(headers["x-shopify-hmac-sha256"] ?? "", "base64");
    const wanted = createHmac("sha256", secret).update(body).digest();
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  },
  typeOf: ({ headers }) => headers["x-shopify-topic"] ?? null,
  belongsTo: ({ headers }) => {
    const shop = /^([a-z0-9][a-z0-9-]*)\.myshopify\.com$/i.exec(headers["x-shopify-shop-domain"] ?? "")?.[1];
    return shop === undefined ? null : { field: "subdomain", value: shop.toLowerCase() };
  },
};
