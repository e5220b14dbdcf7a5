/** The ladder. An automation decides from shadow on, and acts from approve on. */
export const STAGES = ["draft", "back-test", "shadow", "approve", "auto", "retired"] as const;
export type Stage = (typeof STAGES)[number];

/**
 * To which stages one may go from each: one step up, any number of steps down, out at any time. Up from shadow only through a gate;
 * a retired one starts anew as a draft.
 */
const MOVES: Readonly<Record<Stage, readonly Stage[]>> = {
  draft: ["back-test", "retired"],
  "back-test": ["draft", "shadow", "retired"],
  shadow: ["draft", "back-test", "approve", "retired"],
  approve: ["draft", "back-test", "shadow", "auto", "retired"],
  auto: ["draft", "back-test", "shadow", "approve", "retired"],
  retired: ["draft"],
};

export const mayMove = (from: Stage, to: Stage): boolean => MOVES[from].includes(to);
export const movesFrom = (from: Stage): readonly Stage[] => MOVES[from];

/** Live cases are decided on. */
export const decides = (stage: Stage): boolean => stage === "shadow" || stage === "approve" || stage === "auto";
/** Effects may leave the house. */
export const acts = (stage: Stage): boolean => stage === "approve" || stage === "auto";
/** The gate that guards the way up to a stage; null where none does. */
export const gateOf = (to: Stage): "approve" | "auto" | null => (to === "approve" || to === "auto" ? to : null);
