/**
 * Inverse of a square matrix by Gauss and Jordan with the largest pivot first.
 *
 * @returns null when the matrix has none, as with two columns that say the same
 */
export function invertMatrix(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  const scale = Math.max(...matrix.flat().map(Math.abs), Number.MIN_VALUE);
  for (let column = 0; column < size; column += 1) {
    let best = column;
    for (let i = column + 1; i < size; i += 1) if (Math.abs(rows[i]![column]!) > Math.abs(rows[best]![column]!)) best = i;
    const pivot = rows[best]![column]!;
    if (Math.abs(pivot) < 1e-12 * scale) return null;
    const pivotRow = rows[best]!.map((value) => value / pivot);
    rows[best] = rows[column]!;
    rows[column] = pivotRow;
    for (let i = 0; i < size; i += 1) {
      const factor = rows[i]![column]!;
      if (i !== column && factor !== 0) rows[i] = rows[i]!.map((value, j) => value - factor * pivotRow[j]!);
    }
  }
  return rows.map((row) => row.slice(size));
}
