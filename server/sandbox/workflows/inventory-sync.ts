import { STOCK_PLANNERS } from "../departments/inventory/people.ts";
import { CATALOGUE } from "../shop/catalogue.ts";
import { app, asExpected, person, rule, supplier, telling, unsaid } from "./workflow.ts";
import type { Workflow } from "./workflow.ts";

const WAREHOUSE = "Harbour 3PL";

/** Stock that differs between the channels and the warehouse: small differences are adjusted, large ones counted again. */
export const INVENTORY_SYNC: Workflow = {
  id: "inventory-sync",
  casesPerDay: 20,
  opens: 5,
  closes: 18,
  team: STOCK_PLANNERS,
  caseName: (number) => `stock-${20_000 + number}-${CATALOGUE[number % CATALOGUE.length]?.sku ?? ""}`,
  steps(random, facts) {
    const published = app("Stockline", "publish stock", 0.05);
    const size = random.weighted([
      ["rounding", 30],
      ["small", 42],
      ["large", 28],
    ]);
    const expected = asExpected(facts);
    const many = (size === "large") === expected;
    const apart = size === "rounding" ? 1 : many ? facts.integer(10, 90) : facts.integer(2, 9);
    const found = telling(app("Stockline", "find difference"), { "units apart": apart, "counted again": "no" });
    if (size === "rounding") return [found, rule("Adjust by one", "adjust stock", 0.02), published];
    const adjusted = random.chance(0.07) ? unsaid("adjust stock", 1) : person("adjust stock", 1.6, random);
    const again = random.chance(0.08) ? [person("adjust stock", 1.6, random, random.between(2, 20))] : [];
    if (size === "small") return [found, person("compare counts", 2.8, random, 0.2), adjusted, published, ...again];
    return [
      found,
      person("compare counts", 3.4, random, 0.2),
      person("ask for recount", 2.2, random),
      telling(supplier(WAREHOUSE, "recount", random.between(3, 22)), { "counted again": "yes" }),
      adjusted,
      published,
      ...again,
    ];
  },
};
