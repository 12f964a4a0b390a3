import type { Answer } from "../../analysis/answer/answer.js";
import { asksForTimes } from "../../analysis/results/asks-for-times.js";
import type { RunEntry } from "../archive/run-entry.js";
import { countBars } from "../charts/kinds/count-bars.js";
import { faultSquares } from "../charts/kinds/fault-squares.js";
import { chartsFor } from "../charts/kinds/index.js";
import type { ChartInput, SmallPictures } from "../charts/marks/chart.js";
import { countRows, MAX_MARKS } from "../charts/marks/mark-count.js";
import type { Renderer } from "../charts/output/render.js";
import type { SmallFigure } from "../page-model/answers.js";

/** Draws the small pictures of the answers of one run. */
export class SmallFigures {
  readonly #entry: Pick<RunEntry, "run" | "analysis">;
  readonly #render: Renderer;

  constructor(entry: Pick<RunEntry, "run" | "analysis">, render: Renderer) {
    this.#entry = entry;
    this.#render = render;
  }

  /** @param id unique on its page; the element `${id}-title` names the picture */
  async hero(answer: Answer, id: string): Promise<SmallFigure | null> {
    const pictures = this.#picturesOf(answer);
    if (pictures === null) return null;
    const labelledBy = `${id}-title`;
    return {
      id,
      svg: await this.#render(pictures.hero, { id: `${id}-picture`, labelledBy }),
      narrow: await this.#render(pictures.narrow, { id: `${id}-narrow`, labelledBy }),
    };
  }

  async row(answer: Answer, id: string): Promise<SmallFigure | null> {
    const pictures = this.#picturesOf(answer);
    if (pictures === null) return null;
    return { id, svg: await this.#render(pictures.row, { id: `${id}-row`, labelledBy: `${id}-title` }), narrow: "" };
  }

  #picturesOf({ experiment: id, cells }: Answer): SmallPictures | null {
    const { run, analysis } = this.#entry;
    const index = analysis.experiments.findIndex((one) => one.id === id);
    const [analysed, experiment] = [analysis.experiments[index], run.experiments[index]];
    if (analysed === undefined || experiment === undefined) return null;
    const input = { analysis: analysed, experiment, machine: run.machine };
    const pictures = asksForTimes(analysed)
      ? smallPicturesOf(input, cells)
      : (faultSquares(input) ?? countBars(input, cells));
    // Without a picture the words stand alone.
    return pictures !== null && countRows(pictures.hero) <= MAX_MARKS ? pictures : null;
  }
}

/**
 * The pictures of the chart that stands for an experiment in little room: one of an axis that it was given, or the first that it
 * calls for, else the first that
 * fits and shows a cell that is spoken of, where one does.
 */
function smallPicturesOf(input: ChartInput, lead: readonly string[]): SmallPictures | null {
  const fitting = chartsFor(input.analysis, input.experiment).filter(({ small }) => small !== undefined);
  const axes = fitting.filter(({ always }) => always === true);
  const called = (input.analysis.charts ?? []).flatMap((called) => fitting.filter(({ id }) => id === called));
  const [first] = [...axes, ...called];
  if (first !== undefined) return first.small?.(input, lead) ?? null;
  let aside: SmallPictures | null = null;
  for (const chart of fitting) {
    const pictures = chart.small?.(input, lead) ?? null;
    if (pictures !== null && pictures.isAside !== true) return pictures;
    aside ??= pictures;
  }
  return aside;
}
