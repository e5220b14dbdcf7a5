import type { Switchboard } from "../../faults.ts";

export interface Delivery {
  uri: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Sends one delivery; true when it was answered with 2xx. */
export type Send = (delivery: Delivery) => Promise<boolean>;

/** Collects what happens and sends it when flushed, so that time can pass faster than the network. */
export interface Dispatcher {
  add(delivery: Delivery): void;
  /** Sends what has been collected. Returns the number of deliveries made. */
  flush(): Promise<number>;
  waiting(): number;
  /** Forgets what has been collected, as if every delivery had been lost. */
  drop(): void;
}

const TRIES = 2; // vendors repeat for hours; here a second try at once, then the delivery is lost
const SENT_AT_ONCE = 8;

/** @param input.forge the same delivery with a signature that somebody else made */
export function createDispatcher(faults: Switchboard, input: { send: Send; forge: (delivery: Delivery) => Delivery }): Dispatcher {
  let queue: Delivery[] = [];
  let delayed: Delivery[] = [];

  /** Applies the faults that are set; what is delayed comes with the next flush. */
  function spoiled(deliveries: readonly Delivery[]): Delivery[] {
    const out: Delivery[] = [];
    for (const delivery of deliveries) {
      const copies = faults.take("webhook duplicated")?.copies ?? 1;
      if (faults.take("webhook lost")) continue;
      if (faults.take("webhook delayed")) {
        delayed.push(delivery);
        continue;
      }
      const sent = faults.take("webhook forged") ? input.forge(delivery) : delivery;
      for (let copy = 0; copy < copies; copy++) out.push(sent);
    }
    return faults.take("webhooks shuffled") ? out.toReversed() : out;
  }

  return {
    add: (delivery) => void queue.push(delivery),
    waiting: () => queue.length + delayed.length,
    drop() {
      queue = [];
      delayed = [];
    },
    async flush() {
      const late = delayed;
      delayed = [];
      const deliveries = [...spoiled(queue.splice(0)), ...late];
      let at = 0;
      async function work(): Promise<void> {
        for (let delivery = deliveries[at++]; delivery; delivery = deliveries[at++]) {
          for (let attempt = 1; attempt <= TRIES; attempt++) if (await input.send(delivery)) break;
        }
      }
      await Promise.all(Array.from({ length: SENT_AT_ONCE }, work));
      return deliveries.length;
    },
  };
}

/** Posts with a five-second limit, as the vendor does; any failure counts as not delivered. */
export async function sendOverHttp(delivery: Delivery): Promise<boolean> {
  try {
    const response = await fetch(delivery.uri, {
      method: "POST",
      headers: delivery.headers,
      body: delivery.body,
      redirect: "manual",
      signal: AbortSignal.timeout(5000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
