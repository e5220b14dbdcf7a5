import { createAction } from "nango";
import * as z from "zod";
import { PartnerReturn } from "../../records/partner-return.js";
import { readReturn } from "../announce-return.js";
import { NumberId } from "../change-shipbob.js";

export default createAction({
  description: "A return as it is now",
  version: "1.0.0",
  input: z.object({ returnId: NumberId }),
  output: PartnerReturn,
  exec: async (nango, input) => readReturn(nango, input.returnId),
});
