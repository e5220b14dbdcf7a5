"use client";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { Badge } from "../badge.tsx";
import { Menu } from "../menu.tsx";

/** `href` switches to the workspace and opens its first page. */
export type WorkspaceChoice = { id: string; name: string; href: string };

/** The workspace one is in; a menu where there are several. */
export function WorkspaceSwitcher({
  current,
  workspaces,
  demo,
}: {
  current: string;
  workspaces: readonly WorkspaceChoice[];
  demo: boolean;
}) {
  const name = (
    <span className="flex min-w-0 flex-1 items-center gap-2">
      <span className="truncate font-medium">{current}</span>
      {demo && <Badge tone="warn">demo</Badge>}
    </span>
  );
  if (workspaces.length < 2) return <p className="flex min-h-9 items-center px-2.5">{name}</p>;
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
      items={workspaces.map(({ name, href }) => ({ label: name, href, current: name === current }))}
    />
  );
}
