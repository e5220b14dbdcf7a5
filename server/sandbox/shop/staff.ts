import { atLocal, dayOf, weekdayOf } from "../calendar.ts";
import { drawsFor } from "./settings.ts";
import type { ShopSettings } from "./settings.ts";
import type { ExceptionKind } from "./order.ts";

/** What the shop's admin knows of a log-in. `isMachine` is the hidden truth about an account that looks like a person. */
export interface StaffAccount {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  isMachine: boolean;
}

/** Minutes after local midnight. */
interface ShiftHours {
  zone: string;
  weekdays: readonly number[];
  startMinute: number;
  lunchStartMinute: number;
  lunchEndMinute: number;
  endMinute: number;
}

export interface StaffMember extends StaffAccount {
  role: "order desk" | "customer service" | "warehouse lead" | "inventory planner" | "buyer" | "returns desk" | "shipping desk";
  skills: readonly ExceptionKind[];
  hours: ShiftHours;
  /** Multiplies the length of every touch: below 1 is quick. */
  pace: number;
  /** Which waiting item this person takes first. */
  habit: "oldest first" | "newest first" | "same kind again";
  /** This person asks the customer more often than the policy wants. */
  asksTooOften: boolean;
}

const NAMES = [
  ["Maya", "Ortiz"],
  ["Jonah", "Weiss"],
  ["Priya", "Raman"],
  ["Callum", "Reid"],
  ["Sofia", "Lindqvist"],
  ["Dre", "Coleman"],
  ["Hana", "Sato"],
  ["Luis", "Ferrer"],
  ["Ines", "Duarte"],
  ["Tobias", "Kern"],
  ["Amara", "Okafor"],
  ["Noor", "Haddad"],
  ["Ewan", "Boyd"],
  ["Lena", "Novak"],
  ["Marcus", "Bell"],
  ["Yara", "Costa"],
  ["Olga", "Petrenko"],
  ["Ben", "Adler"],
  ["Chloe", "Martin"],
  ["Ravi", "Iyer"],
  ["Greta", "Holm"],
  ["Sam", "Osei"],
  ["Tara", "Quinn"],
  ["Hugo", "Blanc"],
] as const;

const WEEK = [1, 2, 3, 4, 5] as const;
const NEW_YORK = "America/New_York";
const PATTERNS = [
  {
    role: "order desk",
    zone: NEW_YORK,
    weekdays: WEEK,
    start: 8,
    lunch: 12,
    end: 16.5,
    skills: ["address", "risk", "stock", "duplicate"],
    habit: "oldest first",
    asksTooOften: false,
  },
  {
    role: "order desk",
    zone: NEW_YORK,
    weekdays: WEEK,
    start: 10,
    lunch: 13.5,
    end: 18.5,
    skills: ["address", "risk", "duplicate"],
    habit: "same kind again",
    asksTooOften: false,
  },
  {
    role: "customer service",
    zone: "Europe/London",
    weekdays: WEEK,
    start: 9,
    lunch: 12.5,
    end: 17.5,
    skills: ["address", "duplicate"],
    habit: "newest first",
    asksTooOften: true,
  },
  {
    role: "warehouse lead",
    zone: NEW_YORK,
    weekdays: WEEK,
    start: 7,
    lunch: 11.5,
    end: 15.5,
    skills: ["stock", "address"],
    habit: "oldest first",
    asksTooOften: false,
  },
  {
    role: "order desk",
    zone: NEW_YORK,
    weekdays: [0, 3, 4, 5, 6],
    start: 9,
    lunch: 13,
    end: 17.5,
    skills: ["address", "risk", "stock", "duplicate"],
    habit: "oldest first",
    asksTooOften: false,
  },
  {
    role: "customer service",
    zone: "America/Chicago",
    weekdays: [0, 1, 2, 5, 6],
    start: 11,
    lunch: 15,
    end: 19.5,
    skills: ["address", "risk", "stock", "duplicate"],
    habit: "newest first",
    asksTooOften: false,
  },
] as const;
const ORDERS_PER_PERSON = 85; // six people at 500 orders a day
const LUNCH_MINUTES = 45;
const DAY_OFF_RATE = 0.05;

/** The people of the shop: six at 500 orders a day, never fewer than three. */
export function rosterOf(settings: ShopSettings): StaffMember[] {
  const count = Math.min(NAMES.length, Math.max(3, Math.round(settings.ordersPerDay / ORDERS_PER_PERSON)));
  return NAMES.slice(0, count).flatMap(([firstName, lastName], index) => {
    const pattern = PATTERNS[index % PATTERNS.length];
    if (!pattern) return [];
    const random = drawsFor(settings, "staff", index);
    return {
      id: 81_000_001 + index,
      firstName,
      lastName,
      email: `${firstName}.${lastName}@harbourandpine.example`.toLowerCase(),
      isMachine: false,
      role: pattern.role,
      skills: pattern.skills,
      hours: {
        zone: pattern.zone,
        weekdays: pattern.weekdays,
        startMinute: pattern.start * 60,
        lunchStartMinute: pattern.lunch * 60,
        lunchEndMinute: pattern.lunch * 60 + LUNCH_MINUTES,
        endMinute: pattern.end * 60,
      },
      pace: random.between(0.75, 1.3),
      habit: pattern.habit,
      asksTooOften: pattern.asksTooOften,
    };
  });
}

/** A log-in like any other in the staff list, driven by a script at night. */
export const BOT_ACCOUNT: StaffAccount = {
  id: 81_000_900,
  firstName: "Robin",
  lastName: "Hale",
  email: "robin.hale@harbourandpine.example",
  isMachine: true,
};

export function nameOf(account: StaffAccount): string {
  return `${account.firstName} ${account.lastName}`;
}

export interface Span {
  startMs: number;
  endMs: number;
}

/** The two halves of a person's shift on a calendar day of their own zone; empty on days off. */
export function shiftOn(settings: ShopSettings, person: StaffMember, day: number): Span[] {
  const { zone, weekdays, startMinute, lunchStartMinute, lunchEndMinute, endMinute } = person.hours;
  if (!weekdays.includes(weekdayOf(day))) return [];
  if (drawsFor(settings, "day off", person.id, day).chance(DAY_OFF_RATE)) return [];
  return [
    { startMs: atLocal(zone, day, startMinute), endMs: atLocal(zone, day, lunchStartMinute) },
    { startMs: atLocal(zone, day, lunchEndMinute), endMs: atLocal(zone, day, endMinute) },
  ];
}

/** The half shift that contains the instant, or else the next one. */
export function shiftFrom(settings: ShopSettings, person: StaffMember, atMs: number): Span {
  for (let day = dayOf(person.hours.zone, atMs); ; day++) {
    const span = shiftOn(settings, person, day).find(({ endMs }) => endMs > atMs);
    if (span) return span;
  }
}

interface TeamMember {
  id: number;
  name: readonly [string, string];
  role: StaffMember["role"];
  startHour: number;
  pace: number;
  zone?: string;
}

/** People who work Monday to Friday for eight and a half hours, with a lunch after four. */
export function teamOf(members: readonly TeamMember[]): StaffMember[] {
  return members.map(({ id, name, role, startHour, pace, zone }) => ({
    id,
    firstName: name[0],
    lastName: name[1],
    email: `${name[0]}.${name[1]}@harbourandpine.example`.toLowerCase(),
    isMachine: false,
    role,
    skills: [],
    hours: {
      zone: zone ?? "America/New_York",
      weekdays: [1, 2, 3, 4, 5],
      startMinute: startHour * 60,
      lunchStartMinute: startHour * 60 + 240,
      lunchEndMinute: startHour * 60 + 270,
      endMinute: startHour * 60 + 510,
    },
    pace,
    habit: "oldest first",
    asksTooOften: false,
  }));
}
