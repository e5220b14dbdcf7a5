import { expect, test } from "vitest";
import { asAppRole, externalDatabase } from "./database-for-run.ts";

test("without an address of its own the application switches to its role when it connects", () => {
  expect(asAppRole("postgres://owner:pw@db:5432/slip")).toBe("postgres://owner:pw@db:5432/slip?options=-c%20role%3Dslipstream_app");
});

test("options that the address already has are kept", () => {
  const url = new URL(asAppRole("postgres://owner@db/slip?sslmode=require&options=-c%20statement_timeout%3D5s"));
  expect(url.searchParams.get("options")).toBe("-c statement_timeout=5s -c role=slipstream_app");
  expect(url.searchParams.get("sslmode")).toBe("require");
});

test("addresses that are given are used as they are", () => {
  const given = { databaseUrl: "postgres://a@db/x", ownerUrl: "postgres://owner@db/x", appUrl: "postgres://app@db/x" };
  expect(externalDatabase(given)).toMatchObject({ ownerUrl: given.ownerUrl, appUrl: given.appUrl });
  expect(externalDatabase({ databaseUrl: given.databaseUrl }).ownerUrl).toBe(given.databaseUrl);
});
