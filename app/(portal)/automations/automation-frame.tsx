import type { ReactNode } from "react";
import { notFound } from "next/navigation";
import * as z from "zod";
import { api, refusalOf } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { whoMay } from "../settings/role-name.ts";
import { personInWorkspace } from "../settings/settings-frame.tsx";
import { automationHref, STAGE_WORDS } from "./automation-words.ts";
import { PauseSwitch } from "./kill-switch.tsx";
import { RoomFrame } from "./room-frame.tsx";

export type AutomationAnswer = RouterOutputs["automations"]["get"];

type Tab = Parameters<typeof automationHref>[1];

const TABS: readonly { tab: Exclude<Tab, undefined>; label: string }[] = [
  { tab: "", label: "Rules" },
  { tab: "back-test", label: "Back-test" },
  { tab: "decisions", label: "Decisions" },
  { tab: "stage", label: "Stage" },
];

/** One automation: its name and stage, the switch that stops it, and its parts. */
export async function AutomationFrame({
  automationId,
  tab,
  children,
}: {
  automationId: string;
  tab: Exclude<Tab, undefined>;
  children: (given: { found: AutomationAnswer; may: (permission: string) => boolean }) => Promise<ReactNode>;
}) {
  if (!z.uuid().safeParse(automationId).success) notFound();
  const [caller, { workspace }] = await Promise.all([api(), personInWorkspace()]);
  const may = (permission: string) => workspace.permissions.some((own) => own === permission);
  const whoResumes = whoMay((await caller.automations.list({})).roles.manage);
  const answer = await refusalOf(caller.automations.get({ automationId }));
  if ("refused" in answer) notFound();
  const { automation } = answer.value;
  const stage = STAGE_WORDS[automation.stage];
  return (
    <RoomFrame
      crumbs={[{ label: "Automations", href: "/automations" }, { label: automation.name }]}
      tab={null}
      actions={
        <PauseSwitch
          automationId={automationId}
          name={automation.name}
          paused={automation.pausedAt !== null}
          mayStop={may("automations.stop")}
          mayResume={may("automations.manage")}
          whoResumes={whoResumes}
        />
      }
    >
      {async () => (
        <>
          <div className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-2xl font-semibold tracking-tight wrap-anywhere">{automation.name}</h1>
            <Badge tone={stage.tone}>{stage.label}</Badge>
            {automation.pausedAt !== null && <Badge tone="warn">stopped</Badge>}
          </div>
          {automation.pausedAt !== null && !may("automations.manage") && (
            <p className="mb-2 text-pretty text-soft">To let it go on is not yours: {whoResumes} does that.</p>
          )}
          <p className="mb-4 max-w-[74ch] text-pretty text-soft">
            {stage.says} In this stage since <DateTime at={automation.stageSince} />, rules in version {automation.version}.
          </p>
          <Tabs
            label={`Parts of ${automation.name}`}
            tabs={TABS.map(({ tab: part, label }) => ({ label, href: automationHref(automationId, part) }))}
            current={automationHref(automationId, tab)}
          />
          {await children({ found: answer.value, may })}
        </>
      )}
    </RoomFrame>
  );
}
