/** The pages to link: first, last, the current one and its neighbours; "gap" for those left out. Never a gap of one page. */
export function pageWindow(page: number, pages: number): (number | "gap")[] {
  const shown = [1, page - 1, page, page + 1, pages].filter((one) => one >= 1 && one <= pages);
  const sorted = [...new Set(shown)].sort((a, b) => a - b);
  return sorted.flatMap((one, index) => {
    const before = sorted[index - 1] ?? 0;
    if (one - before === 1) return [one];
    return one - before === 2 ? [one - 1, one] : ["gap" as const, one];
  });
}
