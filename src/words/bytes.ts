import { significant, whole } from "./number.js";

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Decimal units, as storage and networks count: 385000000 -> "385 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.6 kB would print as "1,000 kB".
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? whole(value) : significant(value)} ${UNITS[unit]}`;
}
