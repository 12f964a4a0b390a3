/** Where the time of one cell goes: the speed-up stack. */
export interface CellStack {
  workers: number;
  key: string;
}
