import { readFileSync } from "node:fs";

/**
 * Preloaded into every process of the installation under test: its clock is ahead by the milliseconds that a file says, so that weeks
 * pass in a minute. Timers and the database's own clock go on as they are.
 */
const file = process.env["SLIPSTREAM_E2E_CLOCK"];
const LOOK_EVERY_MS = 100;

if (file !== undefined) {
  const real = Date;
  let aheadMs = 0;
  let lookedAt = 0;
  const now = (): number => {
    const present = real.now();
    if (present - lookedAt > LOOK_EVERY_MS) {
      lookedAt = present;
      aheadMs = Number(readFileSync(file, "utf8")) || 0;
    }
    return present + aheadMs;
  };
  const virtual: DateConstructor = new Proxy(real, {
    construct: (target, args, newTarget): object =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === virtual ? target : newTarget),
    apply: () => new real(now()).toString(),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
  real.prototype.constructor = virtual;
  globalThis.Date = virtual;
}
