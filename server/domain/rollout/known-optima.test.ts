import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkCertificate } from "./check-certificate.ts";
import { anItem, aPlan } from "./plan.fixture.ts";
import { toProblem } from "./problem.ts";
import { solve } from "./solve.ts";

type Instance = { name: string; p: number[]; w: number[]; prec: [number, number][]; optimum: number };

// Beside the repository, not in it: 45 instances with optima known from other programs.
const file = new URL("../../../../shared/data/sequencing/prec_sumwC.json", import.meta.url);
const instances: Instance[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];

// Least waiting by trying all orders that keep the needs, by hand: see the sums.
const ours: Instance[] = [
  // b (4 a day) before a (2 a day): 12 x 3 + 4 x 5 = 56.
  { name: "two free items", p: [2, 3], w: [4, 12], prec: [], optimum: 56 },
  // a opens b; together 20 / 5 = 4 a day, c 3 a day: 0 x 2 + 20 x 5 + 9 x 8 = 172.
  { name: "an enabler and what it opens", p: [2, 3, 3], w: [0, 20, 9], prec: [[0, 1]], optimum: 172 },
  // The rich item without effort goes as soon as a is built: 1 x 4 + 5 x 4 + 3 x 6 = 42.
  { name: "no effort behind effort", p: [4, 0, 2], w: [1, 5, 3], prec: [[0, 1]], optimum: 42 },
];

test.each(ours)("$name", (instance) => expect(outcome(instance)).toEqual(reached(instance)));

const known = instances.length === 0 ? "NOT RUN, ../shared/data/sequencing/prec_sumwC.json is not here" : `${instances.length} instances`;
test(`known optima are reached and certified: ${known}`, () => {
  expect(instances.map(outcome)).toEqual(instances.map(reached));
});

const reached = ({ name, optimum }: Instance) => ({ name, cost: optimum, proven: true, objection: null });

function outcome({ name, p, w, prec }: Instance): { name: string; cost: number; proven: boolean; objection: string | null } {
  const items = p.map((effortDays, at) => {
    const prerequisites = prec.filter(([, after]) => after === at).map(([first]) => String(first));
    return anItem(String(at), { effortDays, valuePerWeekMinor: w[at]!, prerequisites });
  });
  const problem = toProblem(aPlan(items));
  const { total, proven, certificate } = solve(problem);
  return { name, cost: -total, proven, objection: checkCertificate(problem, certificate) };
}
