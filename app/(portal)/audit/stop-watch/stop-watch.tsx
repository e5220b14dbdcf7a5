"use client";
import { useEffect, useEffectEvent, useState } from "react";
import { useRouter } from "next/navigation";
import Play from "lucide-react/icons/play";
import Square from "lucide-react/icons/square";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { Kbd } from "#app/ui/kbd.tsx";
import { elapsedText } from "./elapsed-text.ts";
import { activityOptions, activityTitle, activityValue, findActivity, wantedText, type Plan } from "./sampled-activity.ts";

type Props = { plan: Plan; precisionPercent: number; locale: string; preferred: string | null };

/** Start, stop, discard. It runs on the server, so it survives a reload and shows the same on a phone. */
export function StopWatch({ plan, precisionPercent, locale, preferred }: Props) {
  const router = useRouter();
  const { running, activities } = plan;
  const [chosen, setChosen] = useState(preferred ?? activityValue(running ?? activities[0] ?? { workflow: "", activity: "" }));
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const activity = findActivity(activities, running ? activityValue(running) : chosen);

  async function send(work: Parameters<typeof sendOrSay>[0], done: () => void) {
    setPending(true);
    const problem = await sendOrSay(work);
    setWrong(problem ?? null);
    if (!problem) done();
    setPending(false);
    router.refresh();
  }
  const start = () => {
    if (activity)
      void send(
        (client) => client.samples.start.mutate({ workflow: activity.workflow, activity: activity.activity }),
        () => {},
      );
  };
  const stop = () => {
    let kept: { sampleId: string; minutes: number } | null = null;
    void send(
      async (client) => (kept = await client.samples.stop.mutate({})),
      () => {
        const { sampleId = "", minutes = 0 } = kept ?? {};
        showToast(`Kept: ${elapsedText(minutes * 60_000)} for ${activity?.activity ?? "this item"}.`, {
          undo: () =>
            void send(
              (client) => client.samples.discard.mutate({ sampleId, discarded: true }),
              () => showToast("The sample is discarded."),
            ),
        });
      },
    );
  };
  const drop = () => {
    let dropped: Plan["running"] = null;
    void send(
      async (client) => (dropped = await client.samples.drop.mutate({})),
      () => {
        const watch = dropped;
        showToast("Discarded: nothing was kept.", {
          undo: () =>
            void (
              watch &&
              send(
                (client) => client.samples.start.mutate(watch),
                () => {},
              )
            ),
        });
      },
    );
  };
  useShortcut(() => {
    if (!pending) (running ? stop : start)();
  });

  return (
    <section aria-label="Stop-watch" className="grid max-w-xl gap-4 rounded-lg border border-line bg-panel px-4.5 py-4">
      {running ? (
        <p className="font-medium text-pretty">{activityTitle(running)}</p>
      ) : (
        <SelectField
          name="activity"
          label="What are you about to do?"
          options={activityOptions(activities)}
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        />
      )}
      <Clock startedAt={running?.startedAt ?? null} serverNow={plan.now} />
      {activity && <p className="text-sm text-pretty text-soft">{wantedText(activity, precisionPercent, locale)}</p>}
      <div className="flex flex-wrap items-center gap-3">
        {running ? (
          <>
            <Button variant="primary" icon={<Square />} pending={pending} onClick={stop} aria-keyshortcuts="Control+Enter Meta+Enter">
              Stop and keep
            </Button>
            <Button pending={pending} onClick={drop}>
              Discard
            </Button>
          </>
        ) : (
          <Button variant="primary" icon={<Play />} pending={pending} onClick={start} aria-keyshortcuts="Control+Enter Meta+Enter">
            Start
          </Button>
        )}
        <span className="text-sm text-soft max-sm:hidden">
          <Kbd keys={["Ctrl", "Enter"]} /> does the same
        </span>
      </div>
      {wrong && (
        <p role="alert" className="text-danger">
          {wrong}
        </p>
      )}
    </section>
  );
}

/** The time since the start by the server's clock, whatever the clock of this machine says. */
function Clock({ startedAt, serverNow }: { startedAt: Date | null; serverNow: Date }) {
  const [elapsedMs, setElapsedMs] = useState(startedAt ? serverNow.getTime() - startedAt.getTime() : 0);
  const startMs = startedAt?.getTime() ?? null;
  const nowMs = serverNow.getTime();
  useEffect(() => {
    if (startMs === null) return undefined;
    const loadedAt = performance.now();
    const show = () => setElapsedMs(nowMs - startMs + performance.now() - loadedAt);
    show();
    const timer = setInterval(show, 250);
    return () => clearInterval(timer);
  }, [startMs, nowMs]);
  return (
    <p role="timer" aria-label="Time on the stop-watch" className="text-5xl font-semibold tabular-nums">
      {startMs === null ? "0:00" : elapsedText(elapsedMs)}
    </p>
  );
}

function useShortcut(press: () => void) {
  const onPress = useEffectEvent(press);
  useEffect(() => {
    function listen(event: KeyboardEvent) {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.repeat) return;
      // In a form the same keys belong to the form.
      if (event.target instanceof Element && event.target.closest("form")) return;
      event.preventDefault();
      onPress();
    }
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
