import { statement } from "../../words/headline.js";
import { workerWords } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import type { CellView } from "../cells/cell-view.js";
import { weakLines, weakLineWords } from "../scaling/weak-scaling.js";
import type { FindingRule } from "./finding.js";

/** Weak scaling measured once each, where no threshold can be shown: how much of its work alone each of the most workers does. */
export const weakEfficiency: FindingRule = ({ views, experiment, scaling, varying }) =>
  weakLines(views, experiment).flatMap((line) => {
    if (line.some(({ times }) => times.length > 1)) return [];
    const [first, last] = [line[0], line.at(-1) as CellView];
    const weak = scaling.filter(({ kind }) => kind === "weak");
    const point = weak.flatMap(({ points }) => points).find(({ key }) => key === last.key);
    if (!point?.efficiency) return [];
    const { value } = point.efficiency;
    const said = `${workerWords(last.factors.workers)} with as much work each are ${shareWords(value)} efficient`;
    const [alone, together] = [first, last].map(({ times: [time] }) => formatTime(time?.wallMs ?? 0));
    const base = workerWords(first.factors.workers);
    return {
      ...statement(
        [
          `${sentenceCase(weakLineWords(line, varying))}: ${said}, measured once`,
          `${sentenceCase(said)}, measured once`,
        ],
        `${alone} with ${base}, ${together} with ${workerWords(last.factors.workers)}: without a loss the time would stay the same. There is no interval.`,
      ),
      weight: 70,
      cells: line,
      figures: { workers: last.factors.workers, efficiency: value },
    };
  });
