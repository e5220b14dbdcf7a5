import type { Scenario } from "./scenario.ts";
import { leftOpenTickets } from "./scenarios/left-open-tickets.ts";
import { oversellFriday } from "./scenarios/oversell-friday.ts";
import { returnsPingPong } from "./scenarios/returns-ping-pong.ts";

/** Every scenario: one line each. */
export const scenarios: readonly Scenario[] = [returnsPingPong, oversellFriday, leftOpenTickets];
