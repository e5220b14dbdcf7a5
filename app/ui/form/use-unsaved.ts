"use client";
import { useEffect, useRef } from "react";

/** What was typed and on top of what; only on the same ground does it make sense again. */
type Kept = { ground: string; value: unknown };

/**
 * Keeps what somebody has changed and not saved, so that leaving the page loses nothing: going elsewhere in the portal and coming back, in the
 * same tab, brings it again, and closing the tab asks first. Only this tab holds it.
 *
 * @param name of the thing, unique in the portal; null for who may not change it, to whom nothing is brought again
 * @param ground what the change began from, as text: when that has become another, what was kept is let go
 * @param value as it stands now; null while nothing is changed
 * @param restore called once after the page has come, with what an earlier look had left
 */
export function useUnsaved<Value>({
  name,
  ground,
  value,
  restore,
}: {
  name: string | null;
  ground: string;
  value: Value | null;
  restore: (kept: Value) => void;
}) {
  const place = `unsaved ${name ?? ""}`;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) return;
    first.current = false;
    if (name === null) return;
    const kept = readKept(place);
    if (kept?.ground !== ground) return;
    restore(kept.value as Value); // oxlint-disable-line typescript/no-unsafe-type-assertion -- written below, on the same ground: of the same shape
  }, [ground, name, place, restore]);
  useEffect(() => {
    if (name === null || value === null) return undefined;
    writeKept(place, { ground, value });
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [ground, name, place, value]);
  /** Once it is saved, or is to be let go. */
  return { forget: () => writeKept(place, null) };
}

function readKept(place: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "null") as Kept | null; // oxlint-disable-line typescript/no-unsafe-type-assertion -- as written
  } catch {
    return null; // A browser may forbid storage: then leaving the page lets go, after asking.
  }
}

function writeKept(place: string, kept: Kept | null) {
  try {
    if (kept === null) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, JSON.stringify(kept));
  } catch {
    // Forbidden or full: as above.
  }
}
