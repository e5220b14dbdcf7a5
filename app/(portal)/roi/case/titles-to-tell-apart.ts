import type { Scenario } from "#server/domain/roi/scenario.ts";

/** Titles of the automations by id, where there are several; none are needed for one. */
export const titlesToTellApart = ({ automations }: Scenario): ReadonlyMap<string, string> =>
  new Map(automations.length > 1 ? automations.map(({ id, title }) => [id, title]) : []);

/** "Returns: minutes per touch", or the input alone where nothing has to be told apart. */
export function inputLabel(titles: ReadonlyMap<string, string>, automationId: string | null, title: string): string {
  const of = automationId === null ? undefined : titles.get(automationId);
  return of === undefined ? title : `${of}: ${title.toLowerCase()}`;
}
