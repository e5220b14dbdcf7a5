import * as z from "zod";

/** One permission that an integration asks the vendor for, and what is missing where it is not granted. */
export const ScopeUse = z.object({
  scope: z.string(),
  brings: z.string(),
  without: z.string(),
  kind: z.enum(["needed", "evidence", "action"]).describe("needed: nothing works without; evidence: who did what; action: changes we make"),
  workflows: z.array(z.string()).optional().describe("those that suffer without it; all that the system contributes to unless told"),
  untold: z.boolean().optional().describe("the vendor tells nobody whether it is granted: the first change made shows it"),
});

/** What the catalogue says of a system that can be connected. */
export const IntegrationEntry = z.object({
  key: z.string().describe("the integration's key at Nango, and the folder of the connector"),
  sameSystemAs: z.string().optional().describe("the integration that reaches the same system by another way of authorising"),
  account: z
    .object({
      field: z.string().describe("of the connection's config at Nango"),
      host: z.string().describe("under which the vendor has an address for each account"),
    })
    .optional()
    .describe("where it is told which account a connection reaches, before anything is read; left out where one address is for all"),
  numbersByAccount: z.boolean().optional().describe("each account counts its cases from one: two of them have cases of the same number"),
  name: z.string(),
  kind: z.enum(["store", "erp", "helpdesk", "shipping", "3pl"]),
  contributes: z.array(z.object({ workflow: z.string(), what: z.string() })),
  scopes: z.array(ScopeUse),
  news: z.string().describe("how soon a change at the vendor is seen here, and why not sooner"),
  limits: z.array(z.string()).describe("what the vendor does not tell anybody, whatever is granted"),
  sandboxConfig: z.record(z.string(), z.string()).describe("which account the sandbox shop has there; nothing has to be typed then"),
});
export type IntegrationEntry = z.infer<typeof IntegrationEntry>;

/** Every system of the pack, in the order of the catalogue. */
export const INTEGRATIONS: readonly IntegrationEntry[] = [
  {
    key: "shopify",
    account: { field: "subdomain", host: "myshopify.com" },
    name: "Shopify",
    kind: "store",
    contributes: [
      { workflow: "order-exceptions", what: "orders, the timeline of each with who acted, holds and their reasons" },
      { workflow: "returns", what: "returns with reasons and values, who approved, declined, refunded and restocked" },
      {
        workflow: "inventory-sync",
        what: "stock of each channel's location, who adjusted it and why, and the differences that an app has found",
      },
    ],
    scopes: [
      { scope: "read_orders", brings: "orders and their timelines", without: "nothing can be read", kind: "needed" },
      {
        scope: "read_all_orders",
        brings: "orders older than 60 days",
        without: "the first read goes back 60 days instead of 90, so seasons show later",
        kind: "evidence",
      },
      {
        scope: "read_users",
        brings: "the names of staff in timelines, and who wrote a comment",
        without:
          "staff are told apart by the name in the timeline where the shop shows one; otherwise a touch is a person's and names nobody",
        kind: "evidence",
      },
      {
        scope: "read_merchant_managed_fulfillment_orders",
        brings: "holds at your own locations",
        without: "holds, and therefore most order exceptions, stay unseen",
        kind: "evidence",
        workflows: ["order-exceptions"],
      },
      {
        scope: "read_third_party_fulfillment_orders",
        brings: "holds at a 3PL",
        without: "what is held at a 3PL is missing",
        kind: "evidence",
        workflows: ["order-exceptions"],
      },
      {
        scope: "read_customers",
        brings: "how many orders a customer has placed",
        without: "rules cannot tell a first order from a tenth",
        kind: "evidence",
      },
      {
        scope: "read_returns",
        brings: "returns, and which of them an entry of the timeline is about",
        without: "what is done about a return counts for its order",
        kind: "evidence",
        workflows: ["returns", "order-exceptions"],
      },
      {
        scope: "read_inventory",
        brings: "stock by item and location",
        without: "stock of the channels stays unseen",
        kind: "evidence",
        workflows: ["inventory-sync"],
      },
      {
        scope: "read_locations",
        brings: "the names of the places that stock stands at",
        without: "stock cannot be read by place, so none is read",
        kind: "evidence",
        workflows: ["inventory-sync"],
      },
      {
        scope: "read_reports",
        brings: "the history of stock: who adjusted it, through which app, and under which document",
        without: "that stock was changed is seen between two looks, and by whom stays unknown",
        kind: "evidence",
        workflows: ["inventory-sync"],
      },
      {
        scope: "write_inventory",
        brings: "adjusting, moving and setting stock",
        without: "differences are settled by hand",
        kind: "action",
      },
      { scope: "write_orders", brings: "tagging, cancelling and refunding", without: "automations can only be shadowed", kind: "action" },
      {
        scope: "write_merchant_managed_fulfillment_orders",
        brings: "placing and releasing holds",
        without: "holds are placed and released by hand",
        kind: "action",
      },
      {
        scope: "write_returns",
        brings: "approving and declining returns, and deciding on the goods",
        without: "returns are decided by hand",
        kind: "action",
      },
    ],
    news: "Shopify tells at once what changes, where its webhooks lead to Nango. What no webhook told is seen when a sync runs, every 5 minutes.",
    limits: [
      "A return does not say who approved or closed it, nor who put goods back: that comes from the timeline of its order.",
      "The history of stock reaches back some 180 days, and is a report: plans without reports show no author of a change.",
      "A hold has no time and no author: both are taken from the entries of the timeline around it.",
      "An edit by staff carries a name and no number, so a script that works through a person's log-in looks like that person until it is named below.",
      "Timelines are kept for 90 days to a year: what is read once stays here.",
    ],
    sandboxConfig: { subdomain: "harbour-and-pine" },
  },
  ...(["netsuite", "netsuite-tba"] as const).map((key) => ({
    key,
    ...(key === "netsuite" ? {} : { sameSystemAs: "netsuite" }),
    account: { field: "accountId", host: "netsuite.com" },
    numbersByAccount: true,
    name: key === "netsuite" ? "NetSuite" : "NetSuite (token-based)",
    kind: "erp" as const,
    contributes: [
      { workflow: "supplier-po", what: "purchase orders with expected dates, and who changed them in which way" },
      { workflow: "inventory-sync", what: "stock by location, and adjustments with their authors" },
      { workflow: "returns", what: "saves of return authorisations and their receipts" },
    ],
    scopes: [
      { scope: "rest_webservices", brings: "purchase orders, stock and notes", without: "nothing can be read", kind: "needed" as const },
      {
        scope: "system_notes",
        brings: "who changed which field, when, and in which context",
        without: "the role silently sees its own notes alone, so nobody else's work can be told",
        kind: "evidence" as const,
      },
      {
        scope: "purchase_order_edit",
        brings: "writing expected dates and memos",
        without: "automations can only be shadowed",
        kind: "action" as const,
        untold: true,
      },
      {
        scope: "adjust_inventory",
        brings: "stock adjustments",
        without: "differences are adjusted by hand",
        kind: "action" as const,
        untold: true,
      },
    ],
    news: "NetSuite sends no webhooks: a change of a document is seen when a sync runs, every 15 minutes, a balance of stock every hour.",
    limits: [
      "Balances of stock carry no actor: only the adjustment's own note tells who made it.",
      "Times come without a zone. Its offset is asked of the account's clock; name the zone to be right across changes of the clock.",
      ...(key === "netsuite"
        ? ["Access ends after seven days and a person has to consent again; token-based access lasts."]
        : ["From release 2027.1 no new token-based access can be set up; what stands goes on until 2028.2."]),
    ],
    sandboxConfig: { accountId: "4471903" },
  })),
  {
    key: "zendesk",
    account: { field: "subdomain", host: "zendesk.com" },
    numbersByAccount: true,
    name: "Zendesk",
    kind: "helpdesk",
    contributes: [
      { workflow: "ticket-routing", what: "tickets and every save of each with who acted: person, customer, rule, macro or program" },
      { workflow: "order-exceptions", what: "tickets that name an order" },
    ],
    scopes: [
      {
        scope: "read",
        brings: "tickets, their histories and the export that finds what changed",
        without: "nothing can be read",
        kind: "needed",
      },
      {
        scope: "exports",
        brings: "changes of all tickets; granted by Zendesk when the person who connects is an admin",
        without: "nothing can be read: connect again as an admin",
        kind: "needed",
      },
      {
        scope: "write",
        brings: "assigning, setting priorities, tagging, writing notes and merging",
        without: "automations can only be shadowed",
        kind: "action",
      },
    ],
    news: "Nango passes on no webhooks of Zendesk: a change is seen when a sync runs, every minute. What was changed within the last minute comes with the next run, since Zendesk does not show it sooner.",
    limits: [
      "A save has an end and no beginning: how long somebody worked on it is estimated from timed items.",
      "Histories of deleted tickets are not to be had: what a person did to a ticket before it was deleted is seen only when it was read earlier.",
      "What we write appears under the name of the person who connected: connect with a user of its own.",
    ],
    sandboxConfig: { subdomain: "harbour-and-pine" },
  },
  {
    key: "shipstation",
    name: "ShipStation",
    kind: "shipping",
    contributes: [
      {
        workflow: "carrier-choice",
        what: "shipments with their labels: what rules had set, who made each label, and whether that person had changed the service",
      },
    ],
    scopes: [
      {
        scope: "api_key",
        brings: "orders to be shipped, labels, carriers and the list of users; a key and its secret give all of it or nothing",
        without: "nothing can be read",
        kind: "needed",
      },
      {
        scope: "label_users",
        brings: "the account that made each label; nothing to grant: found out on connect from the newest labels",
        without: "labels name nobody and count as made by programs, so nobody's packing can be told",
        kind: "evidence",
      },
    ],
    news: "ShipStation's webhooks bear no signature, and none tells of a change, so none is listened to: a change is seen when a sync runs, every 5 minutes.",
    limits: [
      "Nobody tells who chose a service. It is seen by comparing what stood on the order at its import with the label, so for orders that were there before connecting it stays unknown.",
      "Who voided a label is told nowhere: of a label that a person made it counts as done by a person without a name, of others it stays unknown.",
      "A batch is one act of one person and many labels; what was changed in its parcels beforehand names nobody.",
      "A label bought by an API key names nobody, or the key's owner: use a key of its own for each program, and mark an account that is a program below.",
      "Forty calls a minute are shared by every tool with the same key; we leave half of them.",
    ],
    sandboxConfig: {},
  },
  {
    key: "shipbob-pat",
    name: "ShipBob",
    kind: "3pl",
    contributes: [
      { workflow: "order-exceptions", what: "what stands still at the 3PL and why, and when each order left" },
      { workflow: "returns", what: "returns as they arrive, with their condition and what was done with the goods" },
      { workflow: "supplier-po", what: "goods taken in against what was announced, by purchase order" },
      { workflow: "inventory-sync", what: "stock at each fulfilment centre, and what its staff counted, stowed and moved" },
    ],
    scopes: [
      { scope: "orders_read", brings: "shipments with their states and reasons", without: "nothing can be read", kind: "needed" },
      {
        scope: "returns_read",
        brings: "returns and their goods",
        without: "when a parcel came back and in which condition stays unseen",
        kind: "evidence",
      },
      {
        scope: "receiving_read",
        brings: "goods taken in",
        without: "what was missing of a delivery is seen only in the ERP",
        kind: "evidence",
      },
      { scope: "inventory_read", brings: "stock and what moved it", without: "counts of the 3PL stay unseen", kind: "evidence" },
      {
        scope: "orders_write",
        brings: "writing addresses and cancelling shipments",
        without: "both are done in ShipBob's dashboard",
        kind: "action",
      },
      {
        scope: "returns_write",
        brings: "announcing returns",
        without: "returns are announced by hand or by the returns app",
        kind: "action",
      },
      { scope: "receiving_write", brings: "announcing goods", without: "goods are announced by hand or by the ERP", kind: "action" },
    ],
    news: "A change is seen every 10 minutes: Nango routes no webhooks of ShipBob, and all its calls share 150 a minute.",
    limits: [
      "No user is named anywhere: who held or released a shipment, announced a return or cancelled one is unknown, and is told by the shop or the help desk alone.",
      "What the 3PL's own staff do counts as a partner's work and never as hours of your team.",
      "A hold is seen when it is read: one that was over before that leaves no trace, nor does one from before connecting.",
      "Holds cannot be placed or released by a program, nor can stock be corrected: both stay tasks for a person in ShipBob's dashboard.",
      "Connect the shop and the ERP first: what the 3PL did is then filed with their orders, returns and purchase orders.",
      "A token has its owner's whole access and signs everything with that name: our own acts are known by our own notes.",
    ],
    sandboxConfig: { apiSubdomain: "sandbox-api" },
  },
];

/** The integration whose system one reaches, whatever way of authorising it takes: token-based NetSuite is NetSuite. */
export const systemKeyOf = (integration: string): string =>
  INTEGRATIONS.find(({ key }) => key === integration)?.sameSystemAs ?? integration;

/**
 * An account's name in one form, however it was written: "https://Acme.myshopify.com/" is acme, and NetSuite's 123_SB1 is the 123-sb1 of its
 * addresses. Null where nothing was written, or where the system has no names of this kind.
 */
export function accountKeyOf(integration: string, written: unknown): string | null {
  const account = INTEGRATIONS.find(({ key }) => key === integration)?.account;
  if (!account || typeof written !== "string") return null;
  const bare = written.trim().toLowerCase().replace(/^https?:\/\//, "").replace(/\/+$/, ""); // prettier-ignore
  const label = bare.endsWith(`.${account.host}`) ? bare.slice(0, bare.indexOf(".")) : bare;
  const key = account.host === "netsuite.com" ? label.replaceAll("_", "-") : label;
  return key === "" ? null : key;
}
