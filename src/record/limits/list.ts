import { z } from "zod";

/**
 * A list, as `z.array` is, of whose wrong entries the first is told and no other: zod makes an issue of each, and a file of
 * 20 MB holds millions.
 */
export function list<Entry extends z.ZodType>(entry: Entry): z.ZodArray<Entry> {
  return new FirstFaultList({ type: "array", element: entry }) as unknown as z.ZodArray<Entry>;
}

const FirstFaultList = z.core.$constructor<z.ZodArray<z.ZodType>, z.core.$ZodArrayDef<z.ZodType>>(
  "FirstFaultList",
  (self, definition) => {
    z.ZodArray.init(self, definition);
    const { element } = definition;
    const whole = self._zod.parse;
    self._zod.parse = (payload, context) => {
      const given = payload.value as unknown;
      if (!Array.isArray(given)) return whole(payload, context);
      const entries = new Array<unknown>(given.length);
      for (let place = 0; place < given.length; place++) {
        const entry = element._zod.run({ value: given[place], issues: [] }, context) as z.core.ParsePayload;
        if (entry.issues.length > 0) {
          payload.issues.push(...z.core.util.prefixIssues(place, entry.issues));
          break;
        }
        entries[place] = entry.value;
      }
      payload.value = entries;
      return payload;
    };
  },
);
