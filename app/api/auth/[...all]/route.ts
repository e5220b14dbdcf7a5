import { webHouse } from "#server/boot.ts";

const handle = async (request: Request): Promise<Response> => (await webHouse()).auth.handler(request);

export { handle as GET, handle as POST };
