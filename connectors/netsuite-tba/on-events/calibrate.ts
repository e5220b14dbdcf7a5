import { createOnEvent } from "nango";
import { calibrate, Found } from "../../netsuite/calibrate.js";

export default createOnEvent({
  description: "Find out what evidence a new connection gives",
  version: "1.0.0",
  event: "post-connection-creation",
  metadata: Found,
  exec: async (nango) => calibrate(nango),
});
