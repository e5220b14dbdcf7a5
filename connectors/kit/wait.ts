/** Resolves after so many milliseconds. The runner has setTimeout and no clearTimeout, so a wait cannot be called off: keep it short. */
export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
