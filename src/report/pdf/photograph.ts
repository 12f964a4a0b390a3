import { UserError } from "../../user-error.js";
import { openPage } from "./print.js";

/** A picture to draw, with its size in CSS pixels. */
export interface Vector {
  svg: string;
  width: number;
  height: number;
}

/** Draws pictures as PNG, each as many times larger as `SCALE` says. */
export type Photographer = (pictures: readonly Vector[]) => Promise<Buffer[]>;

/** Pixels of the PNG for a CSS pixel: sharp on paper. */
const SCALE = 3;

/** Draws each picture that the page holds on a canvas, and leaves the PNG as text in the page. */
const SCRIPT = `onload = () => {
  for (const image of [...document.images]) {
    const canvas = document.createElement("canvas");
    canvas.width = image.width * ${SCALE};
    canvas.height = image.height * ${SCALE};
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const drawn = document.createElement("p");
    drawn.textContent = canvas.toDataURL("image/png");
    document.body.append(drawn);
  }
};`;

/** A photographer that starts the browser once for all pictures. Pictures are shown as images: no script of theirs runs. */
export function browserPhotographer(executable: string): Photographer {
  return (pictures) => {
    const images = pictures.map(({ svg, width, height }) => {
      const data = Buffer.from(svg).toString("base64");
      return `<img width="${Math.ceil(width)}" height="${Math.ceil(height)}" src="data:image/svg+xml;base64,${data}">`;
    });
    const html = `<!DOCTYPE html><meta charset="utf-8"><body>${images.join("")}<script>${SCRIPT}</script>`;
    return openPage(executable, html, async (open) => {
      const { output, message } = await open("--dump-dom");
      const drawn = [...output.matchAll(/<p>data:image\/png;base64,([A-Za-z0-9+/=]+)<\/p>/g)];
      if (drawn.length !== pictures.length) {
        throw new UserError(
          `${executable} drew ${drawn.length} of ${pictures.length} charts${message === "" ? "" : ` (it said: ${message})`}: name another browser with --browser`,
        );
      }
      return drawn.map(([, data = ""]) => Buffer.from(data, "base64"));
    });
  };
}
