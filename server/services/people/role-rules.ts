import { AppError } from "#server/errors.ts";
import type { Role } from "#server/permissions.ts";

/** Owners are appointed, changed and removed by owners only. @throws AppError ROLE_TOO_HIGH */
export function assertMayTouch(by: Role, ...roles: Role[]): void {
  if (by !== "owner" && roles.includes("owner")) throw new AppError("ROLE_TOO_HIGH");
}
