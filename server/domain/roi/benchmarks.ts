/**
 * How far a published figure can be trusted: A measured (a study that counted), B official statistic, C claim of a vendor, consultancy
 * or trade body.
 */
export type BenchmarkGrade = "A" | "B" | "C";

/** A published figure. A benchmark may start a scenario, but carries its class with it and never enters a headline silently. */
export type Benchmark = {
  id: string;
  figure: string;
  /** Bounds of the statement; equal when it is one number. Shares are 0..1, money in US dollars. */
  low: number;
  high: number;
  unit: "share" | "USD an hour" | "per 100 orders" | "minutes";
  publisher: string;
  /** null where the source does not say. */
  year: number | null;
  population: string;
  grade: BenchmarkGrade;
  /** What it does not say. */
  caution: string;
  /** Ids of figures about the same thing that disagree: shown together, never averaged. */
  conflictsWith: readonly string[];
};

export const BENCHMARKS: readonly Benchmark[] = [
  {
    id: "benefit-share",
    figure: "Benefits as a share of total compensation",
    low: 0.3,
    high: 0.3,
    unit: "share",
    publisher: "BLS, Employer Costs for Employee Compensation",
    year: 2019,
    population: "US private industry, releases of 2015 to 2019",
    grade: "B",
    caution: "About 30 %; gives the default factor 1.43 from wage to loaded rate. Overhead is not in it.",
    conflictsWith: [],
  },
  {
    id: "wage-office-support",
    figure: "Mean wage, office and administrative support",
    low: 23.05,
    high: 23.05,
    unit: "USD an hour",
    publisher: "BLS, Occupational Employment and Wage Statistics",
    year: 2023,
    population: "US, May 2023; $32.9 loaded",
    grade: "B",
    caution: "A mean over the country: use the team's own rate.",
    conflictsWith: [],
  },
  {
    id: "wage-all-occupations",
    figure: "Mean wage, all occupations",
    low: 31.48,
    high: 31.48,
    unit: "USD an hour",
    publisher: "BLS, Occupational Employment and Wage Statistics",
    year: 2023,
    population: "US, May 2023; $45.0 loaded",
    grade: "B",
    caution: "A mean over the country: use the team's own rate.",
    conflictsWith: [],
  },
  {
    id: "automatable-activities",
    figure: "Occupations with at least 30 % automatable activities",
    low: 0.6,
    high: 0.6,
    unit: "share",
    publisher: "McKinsey Global Institute",
    year: 2017,
    population: "Occupations",
    grade: "C",
    caution: "A statement about occupations, not about the hours of a firm: never an automatable share.",
    conflictsWith: [],
  },
  {
    id: "inventory-records-wrong",
    figure: "Inventory records that are inaccurate",
    low: 0.65,
    high: 0.65,
    unit: "share",
    publisher: "DeHoratius, Raman",
    year: 2008,
    population: "About 370,000 records in 37 stores of one retailer",
    grade: "A",
    caution: "One retailer with stores.",
    conflictsWith: [],
  },
  {
    id: "tickets-per-100-orders",
    figure: "Support tickets per 100 orders",
    low: 6.7,
    high: 6.7,
    unit: "per 100 orders",
    publisher: "Vendor claim",
    year: null,
    population: "Not stated",
    grade: "C",
    caution: "The source names no population.",
    conflictsWith: [],
  },
  {
    id: "where-is-my-order-low",
    figure: "Tickets that ask where the order is",
    low: 0.16,
    high: 0.18,
    unit: "share",
    publisher: "Vendor claim",
    year: null,
    population: "Not stated",
    grade: "C",
    caution: "Other sources say about twice as much.",
    conflictsWith: ["where-is-my-order-high"],
  },
  {
    id: "where-is-my-order-high",
    figure: "Tickets that ask where the order is",
    low: 0.3,
    high: 0.5,
    unit: "share",
    publisher: "Vendor claim",
    year: null,
    population: "Not stated",
    grade: "C",
    caution: "Other sources say about half as much.",
    conflictsWith: ["where-is-my-order-low"],
  },
  {
    id: "minutes-per-return-low",
    figure: "Minutes per return",
    low: 12,
    high: 21,
    unit: "minutes",
    publisher: "Vendor claim",
    year: null,
    population: "Not stated",
    grade: "C",
    caution: "Other sources say about twice as much: time a sample.",
    conflictsWith: ["minutes-per-return-high"],
  },
  {
    id: "minutes-per-return-high",
    figure: "Minutes per return",
    low: 20,
    high: 45,
    unit: "minutes",
    publisher: "Vendor claim",
    year: null,
    population: "Not stated",
    grade: "C",
    caution: "Other sources say about half as much: time a sample.",
    conflictsWith: ["minutes-per-return-low"],
  },
  {
    id: "sales-returned",
    figure: "Sales returned",
    low: 0.169,
    high: 0.169,
    unit: "share",
    publisher: "NRF and Happy Returns",
    year: 2024,
    population: "US retail",
    grade: "C",
    caution: "Share of sales, not of orders.",
    conflictsWith: [],
  },
  {
    id: "po-lines-changed-before-2020",
    figure: "Purchase order lines that change after placing",
    low: 0.36,
    high: 0.36,
    unit: "share",
    publisher: "Vendor claim",
    year: null,
    population: "Before 2020",
    grade: "C",
    caution: "Belongs with the figure after 2020.",
    conflictsWith: ["po-lines-changed-after-2020"],
  },
  {
    id: "po-lines-changed-after-2020",
    figure: "Purchase order lines that change after placing",
    low: 0.61,
    high: 0.61,
    unit: "share",
    publisher: "Vendor claim",
    year: null,
    population: "After 2020",
    grade: "C",
    caution: "Belongs with the figure before 2020.",
    conflictsWith: ["po-lines-changed-before-2020"],
  },
];

/** The benchmark and those that disagree with it, itself first; [] for an unknown id. */
export function withConflicts(id: string): Benchmark[] {
  const own = BENCHMARKS.find((benchmark) => benchmark.id === id);
  if (own === undefined) return [];
  return [own, ...BENCHMARKS.filter((benchmark) => own.conflictsWith.includes(benchmark.id))];
}
