"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import Download from "lucide-react/icons/download";
import { browserClient } from "#app/trpc/browser-client.ts";
import { sendOrSay } from "#app/trpc/send.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Menu, type MenuItem } from "#app/ui/menu.tsx";
import { SharePanel } from "../../share/share-panel.tsx";

type ScenarioActionsProps = {
  scenarioId: string;
  name: string;
  version: number;
  archived: boolean;
  mayManage: boolean;
  mayShare: boolean;
};

const FORMATS = [
  { format: "pdf", label: "PDF: the business case" },
  { format: "xlsx", label: "XLSX: with live formulas" },
  { format: "csv", label: "CSV: the cash flow" },
  { format: "json", label: "JSON: everything" },
] as const;

/** What can be done with a whole scenario: files, links, a copy, off the list. */
export function ScenarioActions({ scenarioId, name, version, archived, mayManage, mayShare }: ScenarioActionsProps) {
  const router = useRouter();
  const [copying, setCopying] = useState(false);

  async function copy() {
    setCopying(true);
    const problem = await sendOrSay(async (client) => {
      const made = await client.roi.create.mutate({ name: `${name.slice(0, 190)} (copy)`, start: { kind: "copy", scenarioId } });
      router.push(`/roi/${made.scenarioId}`);
    });
    setCopying(false);
    if (problem) showToast(problem, { tone: "danger" });
  }

  async function archive(to: boolean) {
    const problem = await sendOrSay((client) => client.roi.archive.mutate({ scenarioId, archived: to }));
    if (problem) {
      showToast(problem, { tone: "danger" });
      return;
    }
    if (!to) {
      router.refresh();
      return;
    }
    showToast(`${name} is off the list.`, {
      undo: () =>
        void browserClient()
          .roi.archive.mutate({ scenarioId, archived: false })
          .then(() => router.refresh()),
    });
    router.push("/roi");
  }

  const more: MenuItem[] = [
    { label: copying ? "Copying" : "Make a copy", onSelect: () => void copy() },
    archived
      ? { label: "Put back on the list", onSelect: () => void archive(false) }
      : { label: "Take off the list", onSelect: () => void archive(true) },
  ];
  return (
    <>
      <Menu
        label="Download"
        size="small"
        icon={<Download />}
        items={FORMATS.map(({ format, label }) => ({
          label,
          href: `/api/roi/${scenarioId}/export/${format}?version=${version}`,
          download: true,
        }))}
      />
      {mayShare && <SharePanel thing={{ noun: "case", scenarioId }} />}
      {mayManage && <Menu label="More" size="small" items={more} />}
    </>
  );
}
