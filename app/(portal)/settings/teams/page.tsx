import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card, SectionHeading } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { ActionButton } from "../action-button.tsx";
import { personInWorkspace, SettingsFrame } from "../settings-frame.tsx";
import { CalendarForm } from "./calendar-form.tsx";
import { weekInWords } from "./shift-text.ts";
import { TeamForm } from "./team-form.tsx";

export const metadata = { title: "Teams" };

type Listed = RouterOutputs["teams"]["list"];
type Team = Listed["teams"][number];
type Calendar = Listed["calendars"][number];

/** Who works together, and when they are paid to: hours by hand never exceed it. */
export default function TeamsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <SettingsFrame
      href="/settings/teams"
      detail="Who works together, and when they are paid to. Hours by hand never exceed a person's paid hours, and hand-offs are counted between teams. Nobody sees hours of a person."
    >
      {async () => {
        const [{ workspace }, listed, params] = await Promise.all([personInWorkspace(), (await api()).teams.list({}), searchParams]);
        const mayUpdate = workspace.permissions.includes("teams.update");
        const team = listed.teams.find(({ id }) => id === params["team"]) ?? null;
        const calendar = listed.calendars.find(({ id }) => id === params["calendar"]) ?? null;
        return (
          <div className="grid gap-8">
            <section aria-label="Teams" className="min-w-0">
              <SectionHeading>Teams</SectionHeading>
              <DataTable
                caption="Teams"
                columns={teamColumns(listed, mayUpdate)}
                rows={listed.teams}
                rowKey={({ id }) => id}
                empty={
                  <EmptyState title="No team yet">
                    Until then everybody counts as paid Monday to Friday, 09:00 to 17:00 in {listed.timeZone}: an assumption.
                  </EmptyState>
                }
              />
              <RolesSeen {...listed} />
            </section>
            {mayUpdate && (
              <Card
                title={team ? `Change the team ${team.name}` : "Add a team"}
                detail="A role belongs to one team; naming it here takes it over."
              >
                <TeamForm key={team?.id ?? "new"} edited={team} calendars={listed.calendars} rolesSeen={listed.rolesSeen} />
              </Card>
            )}
            <section aria-label="Working calendars" className="min-w-0">
              <SectionHeading action={calendar && <LinkButton href="/settings/teams">Add another</LinkButton>}>
                Working calendars
              </SectionHeading>
              <DataTable
                caption="Working calendars"
                columns={calendarColumns(mayUpdate)}
                rows={listed.calendars}
                rowKey={({ id }) => id}
                empty={<EmptyState title="No calendar yet">Add one for each location whose hours or holidays differ.</EmptyState>}
              />
            </section>
            {mayUpdate ? (
              <Card
                title={calendar ? `Change the calendar ${calendar.name}` : "Add a calendar"}
                detail="Times are those of its own zone, through every change of the clocks. A day that is left empty is free."
              >
                <CalendarForm key={calendar?.id ?? "new"} edited={calendar} timeZone={listed.timeZone} />
              </Card>
            ) : (
              <p className="text-soft">An owner, admin or ops lead can change teams and calendars.</p>
            )}
          </div>
        );
      }}
    </SettingsFrame>
  );
}

/** Roles of the log that no team has yet, so that nobody's paid time is forgotten. */
function RolesSeen({ rolesSeen, teams }: Listed) {
  const taken = new Set(teams.flatMap(({ roles }) => roles));
  const free = rolesSeen.flatMap(({ role, accounts }) => (role === null || taken.has(role) ? [] : [{ role, accounts }]));
  const folded = rolesSeen.find(({ role }) => role === null);
  if (free.length === 0 && !folded) return null;
  return (
    <p className="mt-2 max-w-[74ch] text-sm text-pretty text-soft">
      {free.length > 0 &&
        `In the log and in no team yet: ${free.map(({ role, accounts }) => `${role} (${accounts} accounts)`).join(", ")}. `}
      {folded &&
        `${folded.accounts === 1 ? "One account has" : `${folded.accounts} accounts have`} no role, or one that fewer than three share; they are never shown apart.`}
    </p>
  );
}

const unset = <span className="text-soft">as the workspace</span>;

const teamColumns = ({ calendars }: Listed, mayUpdate: boolean): Column<Team>[] => [
  {
    key: "name",
    heading: "Team",
    phone: "title",
    cell: ({ name, location }) => (
      <>
        {name}
        {location && <span className="block text-sm font-normal text-soft">{location}</span>}
      </>
    ),
  },
  {
    key: "roles",
    heading: "Roles",
    cell: ({ roles }) => (roles.length === 0 ? <span className="text-soft">none yet</span> : roles.join(", ")),
  },
  { key: "calendar", heading: "Calendar", cell: ({ calendarId }) => calendars.find(({ id }) => id === calendarId)?.name ?? unset },
  {
    key: "paid",
    heading: "Paid a week, each",
    kind: "number",
    cell: ({ paidHoursAWeek }) => (paidHoursAWeek === null ? unset : <span data-provenance="setting">{paidHoursAWeek} h</span>),
  },
  {
    key: "change",
    heading: "Change",
    cell: ({ id, name, location, calendarId, paidHoursAWeek, roles }) =>
      mayUpdate && (
        <span className="flex flex-wrap items-center gap-3">
          <Link href={`/settings/teams?team=${id}`} className="inline-flex min-h-6 items-center" aria-label={`Change the team ${name}`}>
            Change
          </Link>
          <ActionButton
            action={{ kind: "removeTeam", teamId: id, again: { teamId: null, name, location, calendarId, paidHoursAWeek, roles } }}
            label={`Remove the team ${name}`}
            done={`${name} now follows the workspace's hours.`}
          >
            Remove
          </ActionButton>
        </span>
      ),
  },
];

const calendarColumns = (mayUpdate: boolean): Column<Calendar>[] => [
  {
    key: "name",
    heading: "Calendar",
    phone: "title",
    cell: ({ name, zone }) => (
      <>
        {name}
        <span className="block text-sm font-normal text-soft">{zone}</span>
      </>
    ),
  },
  {
    key: "week",
    heading: "Paid time",
    cell: ({ shifts }) => <span className="block max-w-[44ch] text-pretty">{weekInWords(shifts)}</span>,
  },
  { key: "holidays", heading: "Holidays", kind: "number", cell: ({ holidays }) => holidays.length },
  {
    key: "change",
    heading: "Change",
    cell: ({ id, ...calendar }) =>
      mayUpdate && (
        <span className="flex flex-wrap items-center gap-3">
          <Link
            href={`/settings/teams?calendar=${id}`}
            className="inline-flex min-h-6 items-center"
            aria-label={`Change the calendar ${calendar.name}`}
          >
            Change
          </Link>
          <ActionButton
            action={{ kind: "removeCalendar", calendarId: id, again: { calendarId: null, ...calendar } }}
            label={`Remove the calendar ${calendar.name}`}
            done="Its teams now follow the workspace's hours."
          >
            Remove
          </ActionButton>
        </span>
      ),
  },
];
