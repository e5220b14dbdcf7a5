"use client";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { OpenDialogButton } from "#app/ui/dialog.tsx";
import { useAction } from "../../settings/use-action.ts";

type RestoreVersionProps = {
  automationId: string;
  version: number;
  baseVersion: number;
  /** What would be other than now, in words; [] where the rules are the same. */
  changes: readonly string[];
  /** It acts at the vendor now, which other rules may not before they have shown themselves. */
  stepsDown: boolean;
};

/** Brings an older version back as a new one, after it was said what that changes: nothing of the history is lost. */
export function RestoreVersion({ automationId, version, baseVersion, changes, stepsDown }: RestoreVersionProps) {
  const { run } = useAction();
  const dialogId = `bring-back-${version}`;
  return (
    <>
      <OpenDialogButton dialogId={dialogId} size="small" aria-label={`Bring back version ${version}`}>
        Bring back
      </OpenDialogButton>
      <ConfirmDialog
        id={dialogId}
        title={`Bring back version ${version}?`}
        confirm={`Bring it back as version ${baseVersion + 1}`}
        danger={false}
        onConfirm={() =>
          run(
            (client) => client.automations.restoreVersion.mutate({ automationId, version, baseVersion }),
            `Version ${version} is back, as version ${baseVersion + 1}.`,
          )
        }
      >
        {changes.length === 0 ? (
          <p>Its rules and tests are those of version {baseVersion}: nothing would be decided otherwise.</p>
        ) : (
          <>
            <p className="font-medium text-ink">What that changes against version {baseVersion}, the present one</p>
            <ul className="mt-1 list-disc ps-5">
              {changes.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </>
        )}
        <p className="mt-3">
          Version {baseVersion} stays in the list and can be brought back too. What is changed in the table above and not saved is let go.
          {stepsDown && " The automation acts at the moment: it goes back to shadow, until these rules have shown themselves again."}
        </p>
      </ConfirmDialog>
    </>
  );
}
