const HELP = "Arrow keys go from figure to figure, plus and minus zoom, 0 shows all, Escape closes.";

/** Elements of an explorer. */
export interface Parts {
  explorer: HTMLElement;
  bar: HTMLElement;
  /** Takes the keys, scrolls where the picture is wider than the page. */
  stage: HTMLElement;
  /** As large as the picture; ring and band are placed on it in px. */
  canvas: HTMLElement;
  view: HTMLElement;
  tip: HTMLElement;
  ring: HTMLElement;
  /** Frame around the part of the picture that is being chosen. */
  band: HTMLElement;
}

/** Makes the elements of the explorer of the chart with this name. */
export function makeParts(name: string): Parts {
  const [explorer, bar, stage, canvas, view] = [box("explorer"), box("bar"), box("stage"), box("canvas"), box("view")];
  const [tip, ring, band] = [box("tip"), box("ring"), box("band")];
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-label", `${name}. ${HELP}`);
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "What is shown");
  tip.setAttribute("role", "status");
  for (const part of [tip, ring, band]) part.hidden = true;
  canvas.append(view, ring, band);
  stage.append(canvas);
  const help = document.createElement("p");
  help.className = "help";
  help.textContent = `Drag over a part to see it larger. ${HELP}`;
  explorer.append(bar, stage, tip, help);
  return { explorer, bar, stage, canvas, view, tip, ring, band };
}

function box(name: string): HTMLElement {
  const made = document.createElement("div");
  made.className = name;
  return made;
}

/** A button that acts when it is pressed. */
export function button(text: string, act: () => void, label?: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "tool";
  made.append(text);
  if (label) made.setAttribute("aria-label", label);
  made.onclick = act;
  return made;
}
