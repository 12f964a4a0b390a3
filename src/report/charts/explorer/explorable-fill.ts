import type { Explorable } from "./explorable.js";
import { labelKind } from "./tick-labels.js";

/** JSON of an explorable with holes: `texts` has one more than `holes`. */
export interface HoledText {
  texts: string[];
  holes: { name: string; isKindBeside: boolean }[];
}

/** The explorable of one chart. */
export function filledIn({ texts, holes }: HoledText, own: Readonly<Record<string, unknown>>): Explorable {
  const parts = holes.map(({ name, isKindBeside }, index) => {
    const value = own[name];
    const kind = isKindBeside ? `,"kind":"${labelKind(Object.values(value as Record<string, string>))}"` : "";
    return `${texts[index]}${JSON.stringify(value)}${kind}`;
  });
  return JSON.parse(parts.join("") + texts[holes.length]) as Explorable;
}
