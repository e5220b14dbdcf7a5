import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import { FactFields } from "./fact-fields.tsx";

const held: FactDefinition = {
  name: "holdReason",
  title: "reason of the hold",
  type: { kind: "choice", options: ["incorrect_address", "other"] },
  source: "the hold",
};

test("a choice reads as the table reads it", () => {
  const fields = renderToStaticMarkup(<FactFields definitions={[held]} facts={{ holdReason: "incorrect_address" }} onChange={() => {}} />);
  expect(fields).toContain('<option value="incorrect_address" selected="">incorrect address</option>');
});
