import { serviceWords } from "#server/domain/carriers/service-words.ts";
import type { Choice, OutcomeDefinition } from "../define.ts";

/** The outcome that lets a parcel travel by a service, whichever account offers it. */
export const shipBy = (service: string): string => `ship by ${serviceWords(service)}`;

/** A service of an account, by the id that a choice has: "ups_walleted:ups_ground". */
export type Offered = { carrier: string; service: string; name: string };

export function offeredBy({ id, name }: Choice): Offered {
  const at = id.indexOf(":");
  return { carrier: id.slice(0, at), service: id.slice(at + 1), name };
}

/**
 * The service that an outcome names; undefined for an outcome that names none, or one that no account offers any more.
 *
 * @param carrier the account that stands on the shipment: where several offer the service, it stays there if it can
 */
export function serviceOf(outcome: string, choices: readonly Choice[], carrier: string | null): Offered | undefined {
  const found = choices.map(offeredBy).filter(({ service }) => shipBy(service) === outcome);
  return found.find((offered) => offered.carrier === carrier) ?? found[0];
}

/** Everything that can be decided where these services are offered. */
export function outcomesOf(choices: readonly Choice[]): OutcomeDefinition[] {
  const byName = new Map(choices.map(offeredBy).map((offered) => [shipBy(offered.service), offered]));
  return [...byName].map(([name, offered]) => ({
    name,
    title: `Ship by ${offered.name}`,
    does: `The shipment gets the service ${offered.name}. No label is bought.`,
    undo: "possible",
  }));
}
