// A page whose script has not come by then is used without it.
const GIVE_UP_MS = 10_000;
const LOOK_EVERY_MS = 30;

/** Keeps what is pressed before the page's script answers, and presses it again as soon as it does: on a slow line nothing is lost. */
export function EarlyPresses({ nonce }: { nonce: string | undefined }) {
  const source = `(${keepEarlyPresses.toString()})(${GIVE_UP_MS}, ${LOOK_EVERY_MS})`;
  // oxlint-disable-next-line react/no-danger -- our own function, the same for everybody
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: source }} />;
}

/** The nonce that this answer's policy gives its scripts, as Next reads it: from the request's Content-Security-Policy. */
export function nonceOf(policy: string | null): string | undefined {
  return policy?.match(/'nonce-([^']+)'/)?.[1];
}

/** Runs in the browser as text, before anything else: it may use nothing from around it. */
function keepEarlyPresses(giveUpMs: number, lookEveryMs: number): void {
  const kept = new WeakSet<Element>();
  const letThrough = new WeakSet<Element>();
  // React marks what it answers for. Should it cease to, presses come late, and none is lost.
  const isAnswered = (button: Element) => Object.keys(button).some((key) => key.startsWith("__reactProps$"));
  // What the browser does by itself: dialogs, popovers, and forms that lead somewhere.
  const isNative = (button: HTMLButtonElement) =>
    button.hasAttribute("commandfor") ||
    button.hasAttribute("popovertarget") ||
    (button.type === "submit" && button.form?.hasAttribute("action") === true);

  function pressAgain(button: HTMLButtonElement, sinceMs: number): void {
    if (!button.isConnected) return;
    const isOver = performance.now() - sinceMs > giveUpMs;
    if (!isAnswered(button) && !isOver) {
      setTimeout(() => pressAgain(button, sinceMs), lookEveryMs);
      return;
    }
    kept.delete(button);
    letThrough.add(button);
    button.click();
    letThrough.delete(button);
  }

  window.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (!button || letThrough.has(button) || isAnswered(button) || isNative(button)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (kept.has(button)) return;
      kept.add(button);
      pressAgain(button, performance.now());
    },
    { capture: true },
  );
}
