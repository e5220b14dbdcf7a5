import { describe, expect, test } from "vitest";
import { matchSample } from "./match-sample.ts";

const at = (minute: number) => minute * 60_000;
const span = { fromMs: at(10), toMs: at(20), account: null };
const event = (eventId: string, minute: number, actor: string | null = "ana") => ({ eventId, actor, endedAtMs: at(minute) });

describe("an item that was timed", () => {
  test("is the event that ended within it, or within two minutes after", () => {
    expect(matchSample(span, [event("before", 10), event("in", 14), event("late", 22.1)])).toEqual({ kind: "event", eventId: "in" });
    expect(matchSample(span, [event("saved late", 22)])).toEqual({ kind: "event", eventId: "saved late" });
  });

  test("is none when none ended within it", () => {
    expect(matchSample(span, [])).toEqual({ kind: "none" });
    expect(matchSample(span, [event("at its start", 10), event("too late", 22.01)])).toEqual({ kind: "none" });
  });

  test("is not said to be one of two", () => {
    expect(matchSample(span, [event("a", 12), event("b", 20)])).toEqual({ kind: "several", events: 2 });
  });

  test("is the person's own, where the account is known", () => {
    const events = [event("a", 12, "Ben@Example.com"), event("b", 20)];
    expect(matchSample({ ...span, account: "ben@example.com" }, events)).toEqual({ kind: "event", eventId: "a" });
    expect(matchSample({ ...span, account: "cleo@example.com" }, events)).toEqual({ kind: "several", events: 2 });
    expect(matchSample({ ...span, account: "cleo@example.com" }, [event("nobody's", 20, null)])).toEqual({
      kind: "event",
      eventId: "nobody's",
    });
  });
});
