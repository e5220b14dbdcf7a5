import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime.js";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FACTS, aRow, aTable } from "#tests/decisions/some-rule-table.ts";
import { VersionHistory } from "./version-history.tsx";

const at = new Date("2026-11-01T10:00:00Z");
const made = { note: "", by: "Olga", at, rows: 1, engine: "zen", learned: null };
const small = { orderTotal: { test: "between", low: null, high: 50 } } as const;
const first = { ...made, version: 1, table: aTable(aRow("a", small, "hold")), tests: [] };
const present = { version: 2, table: aTable(aRow("a", small)), tests: [{ name: "small", facts: { orderTotal: 3 }, outcome: "release" }] };
const router = { bfcacheId: "0", push() {}, replace() {}, refresh() {}, back() {}, forward() {}, prefetch() {} };

function history({
  older = null,
  mayManage = true,
  acts = false,
}: { older?: typeof first | null; mayManage?: boolean; acts?: boolean } = {}) {
  return renderToStaticMarkup(
    <AppRouterContext value={router}>
      <VersionHistory
        automationId="a1"
        versions={[{ ...made, version: 2 }, first]}
        present={present}
        older={older}
        facts={FACTS}
        outcomes={[
          { name: "hold", title: "Hold it" },
          { name: "release", title: "Let it go" },
        ]}
        {...{ mayManage, acts }}
      />
    </AppRouterContext>,
  );
}

test("an older version is looked at before it can be brought back", () => {
  const list = history();
  expect(list).toContain('aria-label="Look at version 1"');
  expect(list).not.toContain("Look at version 2");
  expect(list).not.toContain("Bring back");
});

test("a version that is looked at says what it decides and what changed since", () => {
  const opened = history({ older: first, mayManage: false });
  expect(opened).toContain("<li>Row 1, decision: Let it go; it was Hold it.</li><li>The tests: 1 instead of 0.</li>");
  expect(opened).toContain("If order total is at most 50 USD: Hold it.");
  expect(opened).not.toContain("Bring back");
});

test("who brings it back is told first what that changes, and that it steps down where it acts", () => {
  const opened = history({ older: first });
  const dialog = opened.slice(opened.indexOf("<dialog"), opened.indexOf("</dialog>"));
  expect(dialog).toContain("Bring back version 1?");
  expect(dialog).toContain("<li>Row 1, decision: Hold it; it was Let it go.</li><li>The tests: 0 instead of 1.</li>");
  expect(dialog).toContain("Bring it back as version 3");
  expect(dialog).not.toContain("goes back to shadow");
  expect(history({ older: first, acts: true })).toContain("goes back to shadow");
});
