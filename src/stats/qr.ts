/** A matrix as a list of its rows. */
export type Matrix = readonly (readonly number[])[];

/** The triangle R of A = QR, and Q'b for a right-hand side b. */
export interface Factored {
  /** Upper triangle, as many rows as columns. */
  r: number[][];
  /** Q'b, one figure a row of A; the first ones belong to the rows of R. */
  qtb: number[];
}

/**
 * Householder's QR factorisation (Golub and Van Loan, Matrix Computations, algorithm 5.2.1): least squares without forming
 * A'A, whose condition is the square of A's.
 *
 * @param matrix at least as many rows as columns
 * @param right one figure a row
 */
export function factor(matrix: Matrix, right: readonly number[]): Factored {
  const a = matrix.map((row) => [...row]);
  const qtb = [...right];
  const columns = a[0]?.length ?? 0;
  for (let pivot = 0; pivot < columns; pivot++) reflect(a, qtb, pivot);
  return { r: a.slice(0, columns).map((row, index) => row.map((value, column) => (column < index ? 0 : value))), qtb };
}

/** Reflects everything below the pivot of its column to 0; the other columns and the right-hand side go with it. */
function reflect(a: number[][], b: number[], pivot: number): void {
  const length = columnLength(a, pivot, pivot);
  if (length === 0) return;
  const mirror = a.map((row) => row[pivot] as number);
  const head = mirror[pivot] as number;
  const target = head > 0 ? -length : length;
  mirror[pivot] = head - target;
  const square = -target * (head - target);
  const columns = a[0]?.length ?? 0;
  for (let column = pivot; column < columns; column++) {
    let share = 0;
    for (let row = pivot; row < a.length; row++)
      share += (mirror[row] as number) * ((a[row] as number[])[column] as number);
    share /= square;
    for (let row = pivot; row < a.length; row++) {
      const line = a[row] as number[];
      line[column] = (line[column] as number) - share * (mirror[row] as number);
    }
  }
  let share = 0;
  for (let row = pivot; row < a.length; row++) share += (mirror[row] as number) * (b[row] as number);
  share /= square;
  for (let row = pivot; row < a.length; row++) b[row] = (b[row] as number) - share * (mirror[row] as number);
}

/** Euclidean length of a column, from a row on; sized first, so that no square overflows. */
export function columnLength(matrix: Matrix, column: number, from = 0): number {
  let largest = 0;
  for (let row = from; row < matrix.length; row++) {
    const size = Math.abs(matrix[row]?.[column] as number);
    // Not the other way round: NaN has to come through.
    if (!(size <= largest)) largest = size;
  }
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let squares = 0;
  for (let row = from; row < matrix.length; row++) squares += ((matrix[row]?.[column] as number) / largest) ** 2;
  return largest * Math.sqrt(squares);
}

/** x of Rx = b, by substitution from the last row up; `null` where a diagonal entry is 0. */
export function backSubstitute(r: Matrix, b: readonly number[]): number[] | null {
  const x = new Array<number>(r.length).fill(0);
  for (let row = r.length - 1; row >= 0; row--) {
    const line = r[row] as readonly number[];
    const diagonal = line[row] as number;
    if (diagonal === 0) return null;
    let rest = b[row] as number;
    for (let column = row + 1; column < r.length; column++) rest -= (line[column] as number) * (x[column] as number);
    x[row] = rest / diagonal;
  }
  return x;
}

/**
 * x with the smallest |Ax - b|.
 *
 * @returns `null` where the columns do not span as many dimensions as there are
 */
export function leastSquares(matrix: Matrix, right: readonly number[]): number[] | null {
  const { r, qtb } = factor(matrix, right);
  return backSubstitute(r, qtb);
}

/** Smallest diagonal entry of R that is no rounding, with columns scaled to one length. */
const RANK_TOLERANCE = 1e-13;

/**
 * Diagonal of (A'A)^-1: with the variance of the residuals, the variances of the estimates.
 *
 * @returns `null` where A has no full column rank: then some combination of the estimates is not determined at all
 */
export function inverseNormalDiagonal(matrix: Matrix): number[] | null {
  const columns = matrix[0]?.length ?? 0;
  const lengths = Array.from({ length: columns }, (_, column) => columnLength(matrix, column));
  if (matrix.length < columns || lengths.some((length) => !(length > 0 && Number.isFinite(length)))) return null;
  const scaled = matrix.map((row) => row.map((value, column) => value / (lengths[column] as number)));
  const { r } = factor(scaled, new Array<number>(matrix.length).fill(0));
  if (r.some((row, index) => Math.abs(row[index] as number) < RANK_TOLERANCE)) return null;
  // Row i of R^-1 squared and summed: R^-1 is solved for column by column.
  const diagonal = new Array<number>(columns).fill(0);
  for (let unit = 0; unit < columns; unit++) {
    const solved = backSubstitute(
      r,
      r.map((_, index) => (index === unit ? 1 : 0)),
    ) as number[];
    solved.forEach((value, index) => {
      diagonal[index] = (diagonal[index] as number) + value ** 2;
    });
  }
  return diagonal.map((value, column) => value / (lengths[column] as number) ** 2);
}
