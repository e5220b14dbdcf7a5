import { expect, test } from "vitest";
import House from "lucide-react/icons/house";
import { isWithin, visibleItems } from "./nav-item.ts";

test("a page is open when it or one below it is", () => {
  expect(isWithin("/audit", "/audit")).toBe(true);
  expect(isWithin("/audit/returns", "/audit")).toBe(true);
  expect(isWithin("/auditing", "/audit")).toBe(false);
  expect(isWithin("/audit", "/")).toBe(false);
});

test("a person sees the pages of their permissions and those that need none", () => {
  const items = [
    { href: "/overview", label: "Overview", icon: House, permission: null },
    { href: "/audit", label: "Audit", icon: House, permission: "audit.read" },
    { href: "/roi", label: "ROI", icon: House, permission: "roi.read" },
  ];
  expect(visibleItems(items, new Set(["roi.read"])).map(({ href }) => href)).toEqual(["/overview", "/roi"]);
});
