/**
 * Is a planted cause found as the largest loss of worker time? Records work whose largest loss is known, several times, and
 * prints every share. `node .cache/bench/planted-table.js [runs] [blocks]`
 */
import { loadavg } from "node:os";
import { STACK_PARTS } from "../../.build/analysis/results/stack.js";
import { type Found, isFound, recordPlanted, unexplainedPercent } from "./planted-causes.js";

const [runs = 3, blocks = 5] = process.argv.slice(2).map(Number);
const all: Found[] = [];

for (let run = 1; run <= runs; run++) {
  const before = loadavg()[0] ?? 0;
  const { found } = await recordPlanted(blocks);
  process.stdout.write(
    `run ${run} of ${runs}, ${blocks} blocks, load ${before.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after\n`,
  );
  for (const one of found) process.stdout.write(`  ${line(one)}\n`);
  all.push(...found);
}
const planted = all.filter(({ cause }) => cause !== null);
const worst = Math.max(...all.map(unexplainedPercent));
process.stdout.write(
  `found as the largest loss: ${planted.filter(isFound).length} of ${planted.length}; ` +
    `unexplained: at most ${worst.toFixed(1)} %\n`,
);

function line(one: Found): string {
  const { what, stack, speedUp, cause } = one;
  const shares = STACK_PARTS.flatMap((part) => {
    const share = stack.shares[part]?.value ?? 0;
    return share < 0.0005 ? [] : [`${part} ${(share * 100).toFixed(1)}`];
  });
  const { loadBalance, communication, computationScaling } = stack.pop;
  const pop = [loadBalance, communication, computationScaling].map((figure) => figure?.toFixed(2) ?? "-").join(" x ");
  const check = `POP ${pop} = ${stack.pop.global?.toFixed(3)}, measured ${((speedUp ?? 0) / stack.workers).toFixed(3)}`;
  const verdict = cause === null ? "nothing planted" : isFound(one) ? `${cause} found` : `${cause} NOT FOUND`;
  const rival = stack.largestLoss?.rival ? ` (or ${stack.largestLoss.rival})` : "";
  return `${what}, ${stack.workers} workers: ${verdict}${rival}; ${shares.join(", ")}; ${check}`;
}
