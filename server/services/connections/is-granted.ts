/** The right to write a thing includes the right to read it, which vendors then no longer list. */
export const isGranted = (granted: readonly string[], scope: string): boolean =>
  granted.includes(scope) || granted.includes(scope.replace(/^read_/, "write_"));
