import type { ParameterMap } from "../../foreign/parameter-map.js";
import { meaningOf, type Table } from "../table.js";
import { wordsOf } from "../time-fields.js";

/** A column whose meaning is not known. */
export interface Unknown {
  name: string;
  /** Its name in small letters, words parted by `_`. */
  words: string;
  /** Its text in each row that has one. */
  texts: readonly string[];
}

/** The columns that neither their names nor the map say the meaning of. */
export function unknownIn(table: Table, map: ParameterMap): Unknown[] {
  return table.names.flatMap((name, index): Unknown[] => {
    if (map.has(name) || meaningOf(name, table) !== undefined) return [];
    return [{ name, words: wordsOf(name), texts: table.rows.flatMap(({ fields }) => fields[index] || []) }];
  });
}
