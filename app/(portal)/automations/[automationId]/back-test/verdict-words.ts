import type { VersionsCompared } from "#server/domain/automations/compare-versions.ts";
import { counted } from "../../automation-words.ts";

type Against = Omit<VersionsCompared, "changes" | "cases"> & { learnedFrom: number };

/**
 * The comparison in sentences. A difference that chance could have made is not called one, and a version is the better one only where its
 * mistakes are not worse; what they cost stands in the table below, where it opens to its source.
 *
 * @param newer the newer version, and how many of the decisions its rules were learned from; of the older one `against` says it
 */
export function verdictWords(newer: { version: number; learnedFrom: number }, against: Against): string {
  const seen = [newer, against]
    .filter(({ learnedFrom }) => learnedFrom > 0)
    .map(
      ({ version, learnedFrom }) =>
        ` Version ${version} was learned from ${counted(learnedFrom)} of these decisions, so that they speak for it more than new ones would.`,
    );
  return `${comparison(newer.version, against)}${seen.join("")}`;
}

function comparison(version: number, against: Against): string {
  const { version: older, decisions, gained, lost, chance, verdict, before, after } = against;
  if (gained === 0 && lost === 0)
    return `Of ${counted(decisions)} decisions, version ${version} takes none as people did that version ${older} does not, and the other way round.${asToMistakes(version, against)}`;
  const counts = `Version ${version} decides ${counted(gained)} of ${counted(decisions)} as people did where version ${older} does not; the other way round it is ${counted(lost)}. Chance alone splits as unevenly in ${shareOf(chance)}`;
  if (verdict === "no telling") return `${counts}: this does not tell which is better.${asToMistakes(version, against)}`;
  if (verdict === "better")
    return `${counts}, and its wrong decisions cost no more, with no more severe ones: version ${version} is the better one here.`;
  if (verdict === "worse")
    return `${counts}, and its wrong decisions cost no less, with no fewer severe ones: version ${version} is the worse one here.`;
  const [fewer, more] = gained > lost ? [before, after] : [after, before];
  const [right, other] = gained > lost ? [version, older] : [older, version];
  return `${counts}. The two sides do not agree: version ${right} decides more as people did than version ${other}, but ${mistakes(fewer, more)}. Whether what is spared is worth those mistakes is for you to say.`;
}

/** Where agreement does not tell the versions apart, their mistakes may. */
function asToMistakes(version: number, { before, after }: Against): string {
  const differ = before.otherwise !== after.otherwise || before.severe !== after.severe || before.costMinor !== after.costMinor;
  return differ ? ` As to what goes wrong with version ${version}: ${mistakes(before, after)}.` : "";
}

/** "its mistakes are 65 instead of 21, the severe among them 7 instead of 2, and together they cost more" */
function mistakes(from: Against["before"], to: Against["after"]): string {
  const pair = (one: number, other: number) =>
    one === other ? `${counted(one)} with either` : `${counted(other)} instead of ${counted(one)}`;
  const cost = to.costMinor === from.costMinor ? "as much" : to.costMinor > from.costMinor ? "more" : "less";
  return `its mistakes are ${pair(from.otherwise, to.otherwise)}, the severe among them ${pair(from.severe, to.severe)}, and together they cost ${cost}`;
}

const shareOf = (chance: number): string =>
  chance < 0.001 ? "less than one of 1,000 comparisons" : `${counted(Math.max(1, chance * 1_000))} of 1,000 comparisons`;
