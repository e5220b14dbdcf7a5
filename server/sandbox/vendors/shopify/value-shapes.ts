import { SHOP } from "../../shop/settings.ts";

type Money = { amount: string; currencyCode: string };

export const iso = (atMs: number): string => new Date(atMs).toISOString().replace(/\.\d{3}Z$/, "Z");
export const isoOrNull = (atMs: number | null): string | null => (atMs === null ? null : iso(atMs));

export const money = (minor: number): Money => ({ amount: (minor / 100).toFixed(2), currencyCode: SHOP.currency });
export const bag = (minor: number): { shopMoney: Money; presentmentMoney: Money } => ({
  shopMoney: money(minor),
  presentmentMoney: money(minor),
});
