import { expect, test } from "vitest";
import { missingByWorkflow } from "./missing-by-workflow.ts";

const scope = (name: string, workflows: string[]) => ({ scope: name, brings: "more", without: "less is known", workflows });
const shop = {
  connectionId: "1",
  name: "Shop",
  workflows: ["order-exceptions", "returns"],
  scopes: [scope("read_users", ["order-exceptions", "returns"]), scope("read_holds", ["order-exceptions"])],
  people: 10,
  nameless: 0,
};

test("a permission is missed by the workflows that it is about, touches without a name by all of the connection", () => {
  const erp = { ...shop, connectionId: "2", name: "ERP", workflows: ["supplier-po", "returns"], scopes: [], nameless: 4 };
  const found = missingByWorkflow([shop, erp]);
  expect(found.map(({ workflow, connections }) => [workflow, connections.map(({ name, scopes }) => [name, scopes.map((one) => one.scope)])])).toEqual([
    ["order-exceptions", [["Shop", ["read_users", "read_holds"]]]],
    ["returns", [["Shop", ["read_users"]], ["ERP", []]]],
    ["supplier-po", [["ERP", []]]],
  ]); // prettier-ignore
});

test("nothing is missing where all is granted and named", () => {
  expect(missingByWorkflow([])).toEqual([]);
  expect(missingByWorkflow([{ ...shop, scopes: [] }])).toEqual([]);
});
