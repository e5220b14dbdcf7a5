/** What a page's address is made of, where it needs something to show. */
export type World = { uploadId: string; importId: string; workflow: string; scenarioId: string };

/** For pages that show nothing in particular. */
export const NO_WORLD: World = { uploadId: "", importId: "", workflow: "", scenarioId: "" };

export type PagePlace = {
  /** As pageRoutes() names it. */
  route: string;
  /** Who sees it as it is meant: before anybody has set up, without a session, or signed in as the owner. */
  visitor: "first" | "nobody" | "owner";
  address: (world: World) => string;
  /** The heading of the page, where it stands. */
  heading: string | RegExp;
};

const at = (address: string) => () => address;

/** Every page, and the states of pages that differ so much that they are looked at apart. A route without a line here fails a test. */
export const PAGES: readonly PagePlace[] = [
  { route: "/", visitor: "first", address: at("/"), heading: "How do you want to begin?" },
  { route: "/set-up", visitor: "first", address: at("/set-up"), heading: "Set up your workspace" },
  { route: "/sign-in", visitor: "nobody", address: at("/sign-in"), heading: "Sign in" },
  { route: "/forgot-password", visitor: "nobody", address: at("/forgot-password"), heading: "Choose a new password" },
  {
    route: "/reset-password",
    visitor: "nobody",
    address: at(`/reset-password?token=${"x".repeat(43)}`),
    heading: "This link does not hold any more",
  },
  { route: "/invitation", visitor: "nobody", address: at("/invitation"), heading: "The invitation link is not whole" },
  { route: "/new-workspace", visitor: "owner", address: at("/new-workspace"), heading: "New workspace" },
  { route: "/overview", visitor: "owner", address: at("/overview"), heading: /^Your team spends/ },
  { route: "/audit", visitor: "owner", address: at("/audit"), heading: "Where automation pays first" },
  {
    route: "/audit/workflow",
    visitor: "owner",
    address: ({ workflow }) => `/audit/workflow?name=${encodeURIComponent(workflow)}`,
    heading: / takes .* by hand/,
  },
  {
    route: "/audit/workflow",
    visitor: "owner",
    address: ({ workflow }) => `/audit/workflow?name=${encodeURIComponent(workflow)}&view=hours`,
    heading: / takes .* by hand\.$/,
  },
  {
    route: "/audit/events",
    visitor: "owner",
    address: ({ workflow }) => `/audit/events?workflow=${encodeURIComponent(workflow)}`,
    heading: "Events",
  },
  { route: "/audit/actors", visitor: "owner", address: at("/audit/actors"), heading: "Actors and data" },
  { route: "/audit/workflows", visitor: "owner", address: at("/audit/workflows"), heading: "Workflows" },
  { route: "/audit/workflows", visitor: "owner", address: at("/audit/workflows?edit=returns"), heading: "Returns and restocking" },
  { route: "/audit/compare", visitor: "owner", address: at("/audit/compare"), heading: "Compare two periods" },
  { route: "/audit/stop-watch", visitor: "owner", address: at("/audit/stop-watch"), heading: "Stop-watch" },
  { route: "/audit/samples", visitor: "owner", address: at("/audit/samples"), heading: "Samples" },
  { route: "/roi", visitor: "owner", address: at("/roi"), heading: "What is it worth to remove the work?" },
  {
    route: "/roi/[scenarioId]",
    visitor: "owner",
    address: ({ scenarioId }) => `/roi/${scenarioId}`,
    heading: /^Over 36 months this is worth/,
  },
  { route: "/roi/compare", visitor: "owner", address: at("/roi/compare"), heading: "Scenarios side by side" },
  { route: "/shared/[token]", visitor: "nobody", address: at(`/shared/${"x".repeat(43)}`), heading: "There is nothing at this address." },
  {
    route: "/shared/audit/[token]",
    visitor: "nobody",
    address: at(`/shared/audit/${"x".repeat(43)}`),
    heading: "There is nothing at this address.",
  },
  {
    route: "/shared/value/[token]",
    visitor: "nobody",
    address: at(`/shared/value/${"x".repeat(43)}`),
    heading: "There is nothing at this address.",
  },
  {
    route: "/supplier/[token]",
    visitor: "nobody",
    address: at(`/supplier/${"x".repeat(43)}`),
    heading: "There is nothing at this address.",
  },
  { route: "/connections", visitor: "owner", address: at("/connections"), heading: "Connections" },
  // A connection that is not there; connections.spec.ts walks one that is.
  {
    route: "/connections/[connectionId]",
    visitor: "owner",
    address: at("/connections/00000000-0000-7000-8000-000000000000"),
    heading: "There is nothing at this address.",
  },
  // With the plan that the filled workspace makes of its audit.
  { route: "/roadmap", visitor: "owner", address: at("/roadmap"), heading: /^This order saves|^What to automate first/ },
  { route: "/roadmap/timeline", visitor: "owner", address: at("/roadmap/timeline"), heading: /^Built by|^When what is built/ },
  { route: "/roadmap/compare", visitor: "owner", address: at("/roadmap/compare"), heading: "What other orders would cost" },
  { route: "/roadmap/plan", visitor: "owner", address: at("/roadmap/plan"), heading: "What goes into the plan" },
  { route: "/roadmap/item", visitor: "owner", address: at("/roadmap/item?id=connect-store"), heading: /^Connect the store|^Rollout item/ },
  { route: "/roadmap/my-work", visitor: "owner", address: at("/roadmap/my-work"), heading: "My work" },
  { route: "/roadmap/versions", visitor: "owner", address: at("/roadmap/versions"), heading: "Versions of the plan" },
  { route: "/automations", visitor: "owner", address: at("/automations"), heading: "Automations" },
  // An automation that is not there.
  {
    route: "/automations/[automationId]",
    visitor: "owner",
    address: at("/automations/00000000-0000-7000-8000-000000000000"),
    heading: "There is nothing at this address.",
  },
  { route: "/automations/inbox", visitor: "owner", address: at("/automations/inbox"), heading: "Approvals" },
  {
    route: "/automations/[automationId]/back-test",
    visitor: "owner",
    address: at("/automations/00000000-0000-7000-8000-000000000000/back-test"),
    heading: "There is nothing at this address.",
  },
  {
    route: "/automations/[automationId]/decisions",
    visitor: "owner",
    address: at("/automations/00000000-0000-7000-8000-000000000000/decisions"),
    heading: "There is nothing at this address.",
  },
  {
    route: "/automations/[automationId]/stage",
    visitor: "owner",
    address: at("/automations/00000000-0000-7000-8000-000000000000/stage"),
    heading: "There is nothing at this address.",
  },
  {
    route: "/automations/decision/[decisionId]",
    visitor: "owner",
    address: at("/automations/decision/00000000-0000-7000-8000-000000000000"),
    heading: "There is nothing at this address.",
  },
  { route: "/value", visitor: "owner", address: at("/value"), heading: "What the automations bring" },
  { route: "/imports", visitor: "owner", address: at("/imports"), heading: "Import an event log" },
  {
    route: "/imports/new/[uploadId]",
    visitor: "owner",
    address: ({ uploadId }) => `/imports/new/${uploadId}`,
    heading: "What do the columns mean?",
  },
  { route: "/imports/[importId]", visitor: "owner", address: ({ importId }) => `/imports/${importId}`, heading: /\.csv$/ },
  { route: "/jobs", visitor: "owner", address: at("/jobs"), heading: "Jobs" },
  { route: "/settings", visitor: "owner", address: at("/settings"), heading: "Account" },
  { route: "/settings/account", visitor: "owner", address: at("/settings/account"), heading: "Account" },
  { route: "/settings/people", visitor: "owner", address: at("/settings/people"), heading: "People" },
  { route: "/settings/workspace", visitor: "owner", address: at("/settings/workspace"), heading: "Workspace" },
  { route: "/settings/teams", visitor: "owner", address: at("/settings/teams"), heading: "Teams" },
  { route: "/settings/rates", visitor: "owner", address: at("/settings/rates"), heading: "Rates" },
  { route: "/settings/benchmarks", visitor: "owner", address: at("/settings/benchmarks"), heading: "Benchmarks" },
  { route: "/settings/changes", visitor: "owner", address: at("/settings/changes"), heading: "Log of changes" },
  { route: "/gallery", visitor: "nobody", address: at("/gallery"), heading: /./ },
  { route: "no such page", visitor: "nobody", address: at("/no-such-page"), heading: "There is nothing at this address." },
];
