import { notFound } from "next/navigation";
import { cookies } from "next/headers";
import type { Metadata } from "next";
import { AppShell } from "#app/ui/shell/app-shell.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";
import { neutralFormat } from "#app/ui/format/workspace-format.ts";
import { readTheme, THEME_COOKIE } from "#app/ui/shell/theme.ts";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { nav } from "../(portal)/nav.ts";
import { ActionsSection } from "./sections/actions.tsx";
import { ChartsSection } from "./sections/charts.tsx";
import { FiguresSection } from "./sections/figures.tsx";
import { FormsSection } from "./sections/forms.tsx";
import { InStepSection } from "./sections/in-step.tsx";
import { ReplySection } from "./sections/reply.tsx";
import { StatesSection } from "./sections/states.tsx";
import { TablesSection } from "./sections/tables.tsx";

export const metadata: Metadata = { title: "Gallery" };

/** Every shared component in every state. Served in development, and where SLIPSTREAM_GALLERY=1 is set, as the browser tests do. */
export default async function GalleryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  if (process.env.NODE_ENV === "production" && process.env["SLIPSTREAM_GALLERY"] !== "1") notFound();
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  const params = await searchParams;
  return (
    <FormatProvider format={neutralFormat}>
      <AppShell
        workspaceName="Harbour & Pine"
        workspaces={[
          { id: "1", name: "Harbour & Pine", current: true, demo: true },
          { id: "2", name: "Northlight Outdoor", current: false, demo: false },
        ]}
        user={{ name: "Ada Whitcombe", email: "ada@example.com", role: "Ops lead" }}
        navItems={nav}
        demo
        theme={theme}
        commands={[
          { kind: "action", label: "Import an event log", href: "/gallery#forms", words: "csv upload" },
          { kind: "action", label: "Invite a person", href: "/gallery#actions", words: "people member" },
        ]}
      >
        <TopBar
          crumbs={[{ label: "Development", href: "/gallery" }, { label: "Gallery" }]}
          freshness="last 90 days, to 22 Nov 06:00, four systems, 412,806 events"
          demo
        />
        <div className="grid gap-14">
          <FiguresSection />
          <TablesSection params={params} />
          <ChartsSection />
          <ActionsSection />
          <FormsSection />
          <ReplySection />
          <InStepSection />
          <StatesSection />
        </div>
      </AppShell>
    </FormatProvider>
  );
}
