"use client";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import Plus from "lucide-react/icons/plus";
import { Badge } from "../badge.tsx";
import { showToast } from "../feedback/toast-store.ts";
import { Menu, type MenuItem } from "../menu.tsx";

export type WorkspaceChoice = { id: string; name: string; current: boolean; demo: boolean };

/** The workspace one is in; a menu where there are several, or where one may be added. */
export function WorkspaceSwitcher({
  current,
  workspaces,
  demo,
  mayAdd,
}: {
  current: string;
  workspaces: readonly WorkspaceChoice[];
  demo: boolean;
  mayAdd: boolean;
}) {
  const name = (
    <span className="flex min-w-0 flex-1 items-center gap-2">
      <span className="truncate font-medium">{current}</span>
      {demo && <Badge tone="warn">demo</Badge>}
    </span>
  );
  if (workspaces.length < 2 && !mayAdd) return <p className="flex min-h-9 items-center px-2.5">{name}</p>;
  const others: MenuItem[] = workspaces.map((workspace) =>
    workspace.current
      ? { label: `${workspace.name} (open)`, href: "/overview", current: true }
      : { label: workspace.demo ? `${workspace.name} (demo)` : workspace.name, onSelect: () => void enter(workspace.id) },
  );
  const add: MenuItem[] = mayAdd ? [{ divider: true }, { label: "New workspace", href: "/new-workspace", icon: <Plus /> }] : [];
  return (
    <Menu
      label="Workspaces"
      align="start"
      className="flex min-h-9 w-full items-center gap-2 rounded-md px-2.5 py-1 text-start hover:bg-fill"
      face={
        <>
          {name}
          <span className="sr-only">: switch workspace</span>
          <ChevronsUpDown className="size-3.5 shrink-0 text-soft" />
        </>
      }
      items={[...others, ...add]}
    />
  );
}

async function enter(workspaceId: string): Promise<void> {
  const { switchWorkspace } = await import("#app/trpc/session-actions.ts");
  const wrong = await switchWorkspace(workspaceId);
  if (wrong) showToast(wrong, { tone: "danger" });
}
