import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { loadCalendars } from "./load-calendars.ts";

let house: TestHouse;
let owner: Member;
const shift = { startMinute: 360, endMinute: 840 };
const calendar = {
  calendarId: null,
  name: "Warehouse Leipzig",
  zone: "Europe/Berlin",
  shifts: [shift, shift, shift, shift, shift, null, null],
  holidays: ["2026-12-25", "2026-01-01"],
};
const team = { teamId: null, name: "Fulfilment", location: "Leipzig", calendarId: null, paidHoursAWeek: 30, roles: ["packer", "picker"] };

beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

const calendarsOf = () =>
  house.store.within({ workspaceId: owner.workspaceId }, (tx) => loadCalendars(tx, { workspaceId: owner.workspaceId, timeZone: "UTC" }));

test("a team's roles follow its calendar and its paid hours, each change is logged, and the log is audited anew", async () => {
  const { calendarId } = await owner.call((api) => api.teams.saveCalendar(calendar));
  await owner.call((api) => api.teams.save({ ...team, calendarId }));
  const calendars = await calendarsOf();
  expect([...calendars.keys()].sort((a, b) => (a < b ? -1 : 1))).toEqual(["packer", "picker"]);
  expect(calendars.get("packer")).toEqual({
    zone: "Europe/Berlin",
    shifts: calendar.shifts,
    freeDays: new Set([Date.UTC(2026, 11, 25) / 86_400_000, Date.UTC(2026, 0, 1) / 86_400_000]),
    paidHoursAWeek: 30,
  });
  expect(house.jobs.map(({ name }) => name)).toEqual(["build-audit"]);
  const { changes } = await owner.call((api) => api.changes.list({}));
  expect(changes.slice(0, 2).map(({ noun, verb }) => `${noun} ${verb}`)).toEqual(["team create", "calendar create"]);
});

test("a role belongs to one team: naming it elsewhere takes it over", async () => {
  await owner.call((api) => api.teams.save({ ...team, name: "Returns desk", paidHoursAWeek: null, roles: ["picker"] }));
  const { teams } = await owner.call((api) => api.teams.list({}));
  expect(teams.map(({ name, roles }) => [name, roles])).toEqual([
    ["Fulfilment", ["packer"]],
    ["Returns desk", ["picker"]],
  ]);
  // Without a calendar of its own it follows the workspace's usual hours.
  expect((await calendarsOf()).get("picker")).toMatchObject({ zone: "UTC" });
});

test("a calendar that is removed leaves its teams, who follow the workspace's hours", async () => {
  const { calendars } = await owner.call((api) => api.teams.list({}));
  await owner.call((api) => api.teams.removeCalendar({ calendarId: calendars[0]!.id }));
  const { teams } = await owner.call((api) => api.teams.list({}));
  expect(teams.map(({ calendarId }) => calendarId)).toEqual([null, null]);
  expect((await calendarsOf()).get("packer")).toMatchObject({ zone: "UTC", paidHoursAWeek: 30 });
});

test("what cannot be is refused with the field it stands in", async () => {
  const save = (change: Partial<typeof calendar>) => outcome(owner.call((api) => api.teams.saveCalendar({ ...calendar, ...change })));
  expect(await save({ shifts: [{ startMinute: 600, endMinute: 600 }, null, null, null, null, null, null] })).toBe("INPUT_INVALID");
  expect(await save({ shifts: [null, null, null, null, null, null, null] })).toBe("INPUT_INVALID");
  expect(await save({ zone: "Middle-earth/Shire" })).toBe("INPUT_INVALID");
  expect(await save({ holidays: ["Christmas"] })).toBe("INPUT_INVALID");
  expect(await outcome(owner.call((api) => api.teams.save({ ...team, name: "Returns desk" })))).toBe("INPUT_INVALID");
  expect(await outcome(owner.call((api) => api.teams.save({ ...team, name: "New", calendarId: owner.workspaceId })))).toBe("NOT_FOUND");
});

test("a team is removed and can be brought back; contributors may not change any", async () => {
  const { teams } = await owner.call((api) => api.teams.list({}));
  await owner.call((api) => api.teams.remove({ teamId: teams[0]!.id }));
  expect((await owner.call((api) => api.teams.list({}))).teams).toHaveLength(1);
  const contributor = await house.memberOf(owner, "contributor");
  expect(await outcome(contributor.call((api) => api.teams.save(team)))).toBe("PERMISSION_MISSING");
});
