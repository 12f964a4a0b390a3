import type { FitAnswer, Measured } from "../../../analysis/scaling/models/answer.js";
import { fitPicture } from "../kinds/scaling-fit.js";
import { createRenderer } from "./render.js";
import { standaloneSvg } from "./standalone.js";

/** The picture of a fit as an SVG file of its own. */
export async function fitSvg(answer: FitAnswer, rows: readonly Measured[]): Promise<string> {
  const render = await createRenderer();
  const { title, subtitle, spec } = fitPicture(answer, rows);
  const drawn = await render(spec, { id: "fit", labelledBy: "fit-title fit-subtitle" });
  return standaloneSvg(drawn, { id: "fit", title, subtitle });
}
