import { bad, type Check, note, ok, shareWords, unknown } from "./check.js";

const BAD_NOW = 0.01;
const NOTED = 0.001;

/** Time that the hypervisor gave to others while this machine had work to do. */
export const check: Check = {
  id: "steal",
  title: "Stolen time",
  look({ steal }) {
    if (steal === null) return unknown("stolen time");
    const seen = `${shareWords(steal.now)} of CPU time in the last second, ${shareWords(steal.sinceStart)} since the machine started`;
    const advice =
      "The host gives this machine's time to others. Measure at another hour, or on a machine whose cores are its own.";
    if (steal.now >= BAD_NOW) return bad(seen, advice);
    return steal.now >= NOTED || steal.sinceStart >= NOTED ? note(seen, advice) : ok(seen);
  },
};
