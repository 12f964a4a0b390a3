/** One published figure beside ours. */
export interface Figure {
  name: string;
  ours: number;
  published: number;
  /** Largest distance allowed; absent: half a unit of the last printed digit. */
  within?: number;
}
