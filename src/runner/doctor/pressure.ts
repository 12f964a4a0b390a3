import { largest } from "../../record/limits/extremes.js";
import { bad, type Check, note, ok, shareWords, unknown } from "./check.js";

const NOTED = 0.02;
const BAD = 0.1;
const WORDS = { cpu: "a core", memory: "memory", io: "a disk" };

/** Share of time in which something had to wait (pressure stall information). */
export const check: Check = {
  id: "pressure",
  title: "Pressure",
  look({ pressure }) {
    if (pressure === null) return unknown("pressure");
    const parts = (["cpu", "memory", "io"] as const).flatMap((what) => {
      const share = pressure[what];
      return share === null ? [] : [{ share, words: `${shareWords(share)} for ${WORDS[what]}` }];
    });
    const seen = `in the last ten seconds something waited ${parts.map(({ words }) => words).join(", ")}`;
    const most = largest(parts.map(({ share }) => share));
    const advice = "Other work stands in line for what the measured work needs. Wait until it is through.";
    const command = "head /proc/pressure/*";
    if (most >= BAD) return bad(seen, advice, command);
    return most >= NOTED ? note(seen, advice, command) : ok(seen);
  },
};
