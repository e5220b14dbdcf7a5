import type { Climber } from "./climber.ts";
import { orderExceptionsClimb } from "./order-exceptions.ts";
import { returnsClimb } from "./returns.ts";

/** Every playbook that climbs, by one line. */
export const climbers: readonly Climber[] = [orderExceptionsClimb, returnsClimb];
