import type { ReactNode } from "react";
import { redirect } from "next/navigation";
import { currentPerson } from "#app/trpc/server.tsx";
import { ErrorState } from "#app/ui/feedback/error-state.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { SETTINGS_PAGES } from "./settings-pages.ts";

export type InWorkspace = NonNullable<Awaited<ReturnType<typeof currentPerson>>> & {
  workspace: NonNullable<NonNullable<Awaited<ReturnType<typeof currentPerson>>>["workspace"]>;
};

/** The person and the workspace of a page inside the portal, whose layout has already turned others away. */
export async function personInWorkspace(): Promise<InWorkspace> {
  const person = await currentPerson();
  if (!person?.workspace) redirect("/");
  return { ...person, workspace: person.workspace };
}

/** One page of the settings: its place among the others, or why this role does not see it. `children` runs only for those who may. */
export async function SettingsFrame({ href, detail, children }: { href: string; detail: ReactNode; children: () => Promise<ReactNode> }) {
  const { workspace } = await personInWorkspace();
  const allowed = new Set<string>(workspace.permissions);
  const tabs = SETTINGS_PAGES.filter(({ permission }) => permission === null || allowed.has(permission));
  const page = SETTINGS_PAGES.find((one) => one.href === href);
  const label = page?.label ?? "Settings";
  return (
    <>
      <TopBar crumbs={[{ label: "Settings", href: "/settings" }, { label }]} demo={workspace.demo} />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">{label}</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">{detail}</p>
      <Tabs label="Settings" tabs={tabs.map((tab) => ({ label: tab.label, href: tab.href }))} current={href} />
      {tabs.some((tab) => tab.href === href) ? (
        await children()
      ) : (
        <ErrorState
          title="Your role does not show this page"
          safe="Nothing was changed."
          remedy="Ask an owner or admin of the workspace to look, or to change your role."
        />
      )}
    </>
  );
}
