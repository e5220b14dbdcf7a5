import type { AppActor } from "../shop/act.ts";
import type { Shop } from "../shop/create-shop.ts";
import type { ShopSettings } from "../shop/settings.ts";

/** A part of the merchant beside the order desk: a state and a queue of its own, on the shop's clock. */
export interface Department {
  /** When something happens next; infinity when nothing is due. */
  nextMs(): number;
  /** Everything due up to and including this instant happens. */
  advance(toMs: number): void;
  /** Carries out again what the journal holds. @throws when it is no action of this department */
  repeat(action: unknown, by: AppActor): void;
}

/** A person's stretch of attention in a department, with the times no vendor records. */
export interface DepartmentTouch {
  department: string;
  /** What it left behind; null when somebody else had settled the matter meanwhile. */
  eventId: number | null;
  caseId: number;
  activity: string;
  staffId: number;
  startMs: number;
  endMs: number;
}

/** An outside app's accepted action, for the journal. */
export interface DepartmentAction {
  department: string;
  atMs: number;
  by: AppActor;
  action: unknown;
  changed: boolean;
}

/** What a department is opened with. It reads the shop; only returns write there, on the time lines of their orders. */
export interface Opening {
  settings: ShopSettings;
  shop: Shop;
  /** Keeps an accepted action; returns when it is on the disk. */
  keep(action: DepartmentAction): void;
  onTouch(touch: DepartmentTouch): void;
}
