/** A column of a dBASE table: text, a number with decimals, a date as yyyymmdd, or a truth value. */
export interface Column {
  name: string;
  type: "C" | "N" | "D" | "L";
  /** Width in bytes: a character may take more than one. */
  width: number;
  decimals?: number;
}

export type Cell = string | number | boolean | null;

const HEAD_BYTES = 32;
const COLUMN_BYTES = 32;
const END_OF_COLUMNS = 0x0d;
const END_OF_FILE = 0x1a;
const NOT_DELETED = 0x20;
/** Language driver of windows-1252. A table in UTF-8 has none: the .cpg file beside it names the encoding. */
const DRIVER_WINDOWS_1252 = 0x57;

/** The bytes of a dBASE III table (.dbf), the attributes that belong to a shapefile's features in their order. */
export function writeTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  encoding: "utf-8" | "windows-1252",
): Buffer {
  const recordBytes = 1 + columns.reduce((sum, { width }) => sum + width, 0);
  const headBytes = HEAD_BYTES + COLUMN_BYTES * columns.length + 1;
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(3, 0);
  // Last change: 2026-11-21. A fixed date, so that equal tables are equal files.
  head.set([126, 11, 21], 1);
  head.writeUInt32LE(rows.length, 4);
  head.writeUInt16LE(headBytes, 8);
  head.writeUInt16LE(recordBytes, 10);
  head.writeUInt8(encoding === "utf-8" ? 0 : DRIVER_WINDOWS_1252, 29);
  for (const [index, column] of columns.entries()) describeColumn(head, HEAD_BYTES + COLUMN_BYTES * index, column);
  head.writeUInt8(END_OF_COLUMNS, headBytes - 1);
  const body = Buffer.alloc(recordBytes * rows.length, NOT_DELETED);
  for (const [row, cells] of rows.entries()) {
    let place = row * recordBytes + 1;
    for (const [index, column] of columns.entries()) {
      fieldBytes(cells[index] ?? null, column, encoding).copy(body, place);
      place += column.width;
    }
  }
  return Buffer.concat([head, body, Buffer.from([END_OF_FILE])]);
}

function describeColumn(head: Buffer, place: number, { name, type, width, decimals = 0 }: Column): void {
  head.write(name.slice(0, 10), place, "latin1");
  head.write(type, place + 11, "latin1");
  head.writeUInt8(width, place + 16);
  head.writeUInt8(decimals, place + 17);
}

/** One field; spaces stay where it is shorter. Text that does not fit is cut between characters. */
function fieldBytes(cell: Cell, { type, width, decimals = 0 }: Column, encoding: "utf-8" | "windows-1252"): Buffer {
  if (cell === null) return Buffer.alloc(0);
  if (type === "L") return Buffer.from(cell ? "T" : "F");
  if (type === "N") return Buffer.from(Number(cell).toFixed(decimals).padStart(width));
  const characters = [...String(cell)];
  // Above U+007F the two encodings agree with latin1 from U+00A0 on, which is all that is written here.
  const encode = () => Buffer.from(characters.join(""), encoding === "utf-8" ? "utf8" : "latin1");
  while (encode().length > width) characters.pop();
  return encode();
}
