/** The part of the model that comes when it is first needed: draws and sensitivities. */
export { startMonteCarlo } from "#server/domain/roi/monte-carlo.ts";
export { viewSimulation } from "./simulation-view.ts";
