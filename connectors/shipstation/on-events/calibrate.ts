import { createOnEvent } from "nango";
import * as z from "zod";
import { readAccounts } from "../accounts.js";
import { askShipStation } from "../ask-shipstation.js";
import { carrierList, newestLabels, oldestLabel, storeList } from "../operations.js";
import { toUtcOrNull } from "../clock.js";

const Labels = z.object({ shipments: z.array(z.looseObject({ userId: z.string().nullish(), createDate: z.string().nullish() })) });
const Carriers = z.array(z.looseObject({ code: z.string() }));
const Stores = z.array(z.looseObject({ storeName: z.string().nullish(), companyName: z.string().nullish() }));

const Found = z.object({
  accountName: z.string(),
  accountDomain: z.null().describe("ShipStation has one address for all accounts"),
  timeZone: z.string().describe("in which ShipStation prints its times, for every account alike"),
  grantedScopes: z.string().describe("api_key; label_users where labels name the account that made them"),
  oldestEventAt: z.string().nullable().describe("the oldest label"),
  carriers: z.string().describe("comma list of codes"),
  users: z.int().describe("accounts that have or had a log-in"),
  labelUsers: z.string().describe("whom the newest labels name, with how many: userId, or none, comma list"),
  unlistedLabelUsers: z.int().describe("labels among the newest that name an account which is not listed"),
});

/** Instead of guessing: what the userId of labels says in this account, who has a log-in, and how far back labels go. */
export default createOnEvent({
  description: "Find out what evidence a new connection gives",
  version: "1.0.0",
  event: "post-connection-creation",
  metadata: Found,

  exec: async (nango) => {
    const { people } = await readAccounts(nango, {});
    const carriers = await askShipStation(nango, carrierList(), Carriers);
    const [store] = await askShipStation(nango, storeList(), Stores);
    const { shipments: newest } = await askShipStation(nango, newestLabels(), Labels);
    const { shipments: oldest } = await askShipStation(nango, oldestLabel(), Labels);
    const counts = new Map<string, number>();
    for (const { userId } of newest) counts.set(userId || "none", (counts.get(userId || "none") ?? 0) + 1);
    const named = [...counts].filter(([user]) => user !== "none");
    await nango.updateMetadata({
      accountName: store?.companyName || store?.storeName || "ShipStation",
      accountDomain: null,
      timeZone: "America/Los_Angeles",
      grantedScopes: ["api_key", ...(named.length > 0 ? ["label_users"] : [])].join(","),
      oldestEventAt: toUtcOrNull(oldest[0]?.createDate),
      carriers: carriers.map(({ code }) => code).sort().join(","), // prettier-ignore
      users: people.size,
      labelUsers: [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([user, count]) => `${user}:${count}`).join(","), // prettier-ignore
      unlistedLabelUsers: named.reduce((sum, [user, count]) => sum + (people.has(user) ? 0 : count), 0),
    });
  },
});
