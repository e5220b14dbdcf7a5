/** Stands after a switch whose cases return for every member of a union; the linter checks that none is missing. */
export function unreachable(): never {
  throw new Error("A case was handled by no branch: a union grew and a switch did not.");
}
