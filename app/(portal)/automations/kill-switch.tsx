"use client";
import CirclePlay from "lucide-react/icons/circle-play";
import OctagonX from "lucide-react/icons/octagon-x";
import { OpenDialogButton } from "#app/ui/dialog.tsx";
import { ReasonDialog } from "./reason-dialog.tsx";

/** Stops every automation of the workspace, or lets them run again. Stands on every page of the room. */
export function KillSwitch({
  stopped,
  mayStop,
  mayResume,
  whoResumes,
}: {
  stopped: boolean;
  mayStop: boolean;
  mayResume: boolean;
  /** Roles that may let them run again, in words. */
  whoResumes: string;
}) {
  if (stopped ? !mayResume : !mayStop) return null;
  return (
    <>
      <OpenDialogButton dialogId="kill-switch" size="small" icon={stopped ? <CirclePlay /> : <OctagonX />}>
        {stopped ? "Let all run again" : "Stop all"}
      </OpenDialogButton>
      {stopped ? (
        <ReasonDialog
          id="kill-switch"
          title="Let all automations run again?"
          confirm="Let them run"
          done="The automations run again. What waited is being carried out now."
          begin={(client, reason) => client.automations.resumeAll.mutate({ reason })}
        >
          Each goes on in the stage it was in. What waited is carried out at once, after its records were looked at again.
        </ReasonDialog>
      ) : (
        <ReasonDialog
          id="kill-switch"
          title="Stop all automations?"
          confirm="Stop all"
          done="All automations are stopped."
          begin={(client, reason) => client.automations.stopAll.mutate({ reason })}
        >
          Within five seconds no automation writes anything more. What is decided but not yet done waits, and nothing is lost. What was done
          stays; undoing it still works, since that is what one may want now.
          {!mayResume && ` To let them run again is not yours: ${whoResumes} does that.`}
        </ReasonDialog>
      )}
    </>
  );
}

/** Pauses one automation, or lets it go on. */
export function PauseSwitch({
  automationId,
  name,
  paused,
  mayStop,
  mayResume,
  whoResumes,
}: {
  automationId: string;
  name: string;
  paused: boolean;
  mayStop: boolean;
  mayResume: boolean;
  /** Roles that may let it go on, in words. */
  whoResumes: string;
}) {
  if (paused ? !mayResume : !mayStop) return null;
  return (
    <>
      <OpenDialogButton dialogId="pause-switch" size="small" icon={paused ? <CirclePlay /> : <OctagonX />}>
        {paused ? "Let it go on" : "Stop this one"}
      </OpenDialogButton>
      <ReasonDialog
        id="pause-switch"
        title={paused ? `Let ${name} go on?` : `Stop ${name}?`}
        confirm={paused ? "Let it go on" : "Stop it"}
        done={paused ? "It goes on. What waited is being carried out now." : "It is stopped."}
        begin={(client, reason) =>
          paused ? client.automations.resume.mutate({ automationId, reason }) : client.automations.pause.mutate({ automationId, reason })
        }
      >
        {paused
          ? "It goes on in the stage it was in. What waited is carried out at once, after its records were looked at again."
          : `Within five seconds it writes nothing more. What it decided but has not done waits; what it did stays.${mayResume ? "" : ` To let it go on is not yours: ${whoResumes} does that.`}`}
      </ReasonDialog>
    </>
  );
}
