import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import { publishedApi, type PublishedApi } from "./published-api.ts";

// No npm package holds the description of the Support API, so it lies beside the project where it lies at all.
const file = new URL("../../../shared/data/specs/zendesk-support-oas.yaml.gz", import.meta.url);

/** What its document leaves out and the vendor answers: cursor paging, sideloads, and the parts of audit events that only its prose names. */
const UNLISTED = [
  ...["users", "groups", "meta", "links", "count", "next_page", "previous_page"].map((name) => `.${name}`),
  ...["author_id", "html_body", "plain_body", "public", "attachments", "audit_id", "previous_value", "via", "recipients", "subject"].map(
    (name) => `.audit.events.*.${name}`,
  ),
];
const UNLISTED_VALUES = { ".tickets.*.status": ["deleted"] }; // what its prose says of deleted tickets in exports

/** The API as Zendesk publishes it; null on a machine without the document. */
export function zendeskSpec(): PublishedApi | null {
  if (!existsSync(file)) return null;
  const document: unknown = parse(gunzipSync(readFileSync(file)).toString("utf8"), { maxAliasCount: -1 });
  return publishedApi(document, { nullWhereOptional: true, unlisted: UNLISTED, unlistedValues: UNLISTED_VALUES });
}

/** For the name of a test: whether it could be run. */
export const SPEC_STATE = existsSync(file) ? "compared" : "NOT RUN, ../shared/data/specs/zendesk-support-oas.yaml.gz is not here";
