import type { Explorable } from "../charts/explorer/explorable.js";
import { button, makeParts, type Parts } from "./parts.js";
import { openPicture, type Picture } from "./picture.js";
import { dragging, followPoints, type Pointing } from "./pointing.js";

/** Opens the explorer in place of the picture of a figure; the same button closes it. */
type Explore = (
  figure: HTMLElement,
  pictures: Record<"wide" | "narrow", Explorable>,
  button: HTMLButtonElement,
) => Promise<void>;

declare global {
  interface Window {
    scalebook?: { explore: Explore };
  }
}

const ZOOM_STEP = 1.6;

const explore: Explore = async (figure, { wide, narrow }, button) => {
  if (figure.querySelector(".explorer")) return close(figure, button);
  const isNarrow = getComputedStyle(figure.querySelector(".picture.wide") as Element).display === "none";
  const name = figure.querySelector("figcaption > *")?.textContent ?? "";
  const parts = makeParts(name);
  figure.querySelector(".picture")?.before(parts.explorer);
  figure.classList.add("explored");
  nameButton(button, "Close the explorer", name);
  // Vega writes into the rows that it is given, and the explorer may be opened again.
  const picture = await openPicture(structuredClone(isNarrow ? narrow : wide), parts.view);
  parts.view.querySelector("svg")?.setAttribute("aria-hidden", "true");
  closers.set(figure, picture.close);
  const pointing = followPoints(parts, picture);
  fillBar(parts, picture, pointing);
  listen(parts, picture, pointing, () => close(figure, button));
  parts.stage.focus();
};

const closers = new WeakMap<HTMLElement, () => void>();

function close(figure: HTMLElement, button: HTMLButtonElement): void {
  closers.get(figure)?.();
  figure.querySelector(".explorer")?.remove();
  figure.classList.remove("explored");
  nameButton(button, "Explore", figure.querySelector("figcaption > *")?.textContent ?? "");
  button.focus();
}

function nameButton(button: HTMLButtonElement, text: string, chart: string): void {
  button.textContent = text;
  button.setAttribute("aria-label", `${text}: ${chart}`);
}

/** Fills the bar: a button for every series, and three to zoom. */
function fillBar({ bar }: Parts, picture: Picture, pointing: Pointing): void {
  const hidden = new Set<string>();
  const several = picture.series.length > 1 ? picture.series : [];
  for (const { name, colour } of several) {
    const made = button(name, () => {
      if (!hidden.delete(name)) hidden.add(name);
      made.setAttribute("aria-pressed", String(!hidden.has(name)));
      picture.hide([...hidden]);
      pointing.refresh();
    });
    made.setAttribute("aria-pressed", "true");
    const swatch = document.createElement("i");
    swatch.style.background = colour;
    made.prepend(swatch);
    bar.append(made);
  }
  const { zoomIn, zoomOut, showAll } = zooming(picture, pointing);
  bar.append(button("+", zoomIn, "Zoom in"), button("−", zoomOut, "Zoom out"), button("All", showAll, "Show all"));
}

function zooming(picture: Picture, pointing: Pointing): Record<"zoomIn" | "zoomOut" | "showAll", () => void> {
  const after = (change: () => void) => () => {
    change();
    pointing.refresh();
  };
  return {
    zoomIn: after(() => picture.zoom(ZOOM_STEP, pointing.place())),
    zoomOut: after(() => picture.zoom(1 / ZOOM_STEP, pointing.place())),
    showAll: after(picture.reset),
  };
}

function listen(parts: Parts, picture: Picture, pointing: Pointing, leave: () => void): void {
  const { stage } = parts;
  const { zoomIn, zoomOut, showAll } = zooming(picture, pointing);
  const keys: Record<string, () => void> = {
    ArrowRight: () => pointing.step(1),
    ArrowDown: () => pointing.step(1),
    ArrowLeft: () => pointing.step(-1),
    ArrowUp: () => pointing.step(-1),
    Home: () => pointing.at(0),
    "+": zoomIn,
    "=": zoomIn,
    "-": zoomOut,
    "0": showAll,
    Escape: leave,
  };
  stage.addEventListener("keydown", (event) => {
    const key = keys[event.key];
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    key();
  });
  dragging(parts, picture, pointing);
  stage.addEventListener("pointerleave", () => pointing.at(-1));
}

window.scalebook = { explore };
