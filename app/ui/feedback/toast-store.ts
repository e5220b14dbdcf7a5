export type Toast = {
  id: number;
  text: string;
  tone: "neutral" | "danger";
  /** What takes it back; offered as long as the toast stands. */
  undo?: (() => void) | undefined;
};

type Listener = () => void;
let shown: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<Listener>();

function change(toasts: readonly Toast[]) {
  shown = toasts;
  for (const listener of listeners) listener();
}

/** Three at most: older ones give way. */
const MOST = 3;

/** Tells the person that something happened; `undo` offers to take it back. Errors that need an answer belong beside their cause, not here. */
export function showToast(text: string, { undo, tone = "neutral" }: { undo?: () => void; tone?: Toast["tone"] } = {}): number {
  const id = nextId++;
  change([...shown, { id, text, tone, undo }].slice(-MOST));
  return id;
}

/** Takes a toast away; harmless when it is gone already. */
export function dismissToast(id: number): void {
  if (shown.some((toast) => toast.id === id)) change(shown.filter((toast) => toast.id !== id));
}

/** For useSyncExternalStore. */
export const toastStore = {
  subscribe: (listener: Listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => shown,
};
