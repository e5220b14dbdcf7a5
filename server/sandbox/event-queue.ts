/** What is due next comes out first; what was put in first wins a tie. */
export interface EventQueue<T> {
  push(atMs: number, item: T): void;
  /** Takes the earliest item due at or before the given time. */
  popUntil(toMs: number): { atMs: number; item: T } | null;
  /** When the earliest item is due; infinity when there is none. */
  nextMs(): number;
  readonly size: number;
}

interface Entry<T> {
  atMs: number;
  turn: number;
  item: T;
}

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.atMs === b.atMs ? a.turn < b.turn : a.atMs < b.atMs;
}

export function createEventQueue<T>(): EventQueue<T> {
  const heap: Entry<T>[] = [];
  let turn = 0;

  function settleUp(index: number, entry: Entry<T>): void {
    let at = index;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (!parent || !isBefore(entry, parent)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = entry;
  }

  function settleDown(entry: Entry<T>): void {
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      let child = heap[childAt];
      if (!child) break;
      const right = heap[childAt + 1];
      if (right && isBefore(right, child)) {
        childAt += 1;
        child = right;
      }
      if (!isBefore(child, entry)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = entry;
  }

  return {
    get size() {
      return heap.length;
    },
    push(atMs, item) {
      const entry = { atMs, turn: turn++, item };
      heap.push(entry);
      settleUp(heap.length - 1, entry);
    },
    nextMs: () => heap[0]?.atMs ?? Number.POSITIVE_INFINITY,
    popUntil(toMs) {
      const first = heap[0];
      if (!first || first.atMs > toMs) return null;
      const last = heap.pop();
      if (last && heap.length > 0) settleDown(last);
      return { atMs: first.atMs, item: first.item };
    },
  };
}
