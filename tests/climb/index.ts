import type { Climber } from "./climber.ts";
import { orderExceptionsClimb } from "./order-exceptions.ts";

/** Every playbook that climbs, by one line. */
export const climbers: readonly Climber[] = [orderExceptionsClimb];
