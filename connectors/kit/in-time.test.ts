import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NotAfter, sendInTime } from "./in-time.ts";

class ActionError extends Error {
  readonly payload: Record<string, unknown>;
  constructor(payload: Record<string, unknown> = {}) {
    super("refused");
    this.payload = payload;
  }
}
const nango = { ActionError };
const NOW = "2026-01-12T10:00:00.000Z";

beforeEach(() => vi.useFakeTimers({ now: new Date(NOW) }));
afterEach(() => vi.useRealTimers());

/** What comes of a change whose last moment is this one. */
async function sent(notAfter: string | null | undefined): Promise<unknown> {
  const send = vi.fn<() => Promise<string>>(async () => "answer");
  try {
    return [await sendInTime(nango, { notAfter }, send), send.mock.calls.length];
  } catch (error) {
    return error instanceof ActionError ? [error.payload["type"], send.mock.calls.length] : error;
  }
}

test.each([
  ["up to its last moment", NOW],
  ["before it", "2026-01-12T10:00:04.000Z"],
  ["whenever, where none is given", undefined],
  ["whenever, where there is none", null],
])("a change is sent %s", async (_when, notAfter) => {
  expect(await sent(notAfter)).toEqual(["answer", 1]);
});

test.each([
  ["a millisecond later", "2026-01-12T09:59:59.999Z"],
  ["a day later", "2026-01-11T10:00:00.000Z"],
  ["where its last moment cannot be read", "soon"],
])("it is refused and not sent %s", async (_when, notAfter) => {
  expect(await sent(notAfter)).toEqual(["too_late", 0]);
});

test("only a moment is taken for one", () => {
  expect([NotAfter.safeParse(NOW).success, NotAfter.safeParse(null).success, NotAfter.safeParse("soon").success]).toEqual([
    true,
    true,
    false,
  ]);
});
