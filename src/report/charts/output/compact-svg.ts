/** An element of an SVG; what lies between its tags is in order. */
interface Element {
  name: string;
  attributes: Map<string, string>;
  content: (Element | string)[];
  /** Strokes along a line, from its start: consecutive ones of one look become one path. */
  isStroke?: boolean;
}

/** Attributes that an element takes from its group where it has none of its own. */
const INHERITED = new Set([
  "fill",
  "fill-opacity",
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "stroke",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "stroke-width",
  "text-anchor",
]);
/** What `<g >` and `</g>` take. */
const GROUP_LENGTH = "<g></g>".length;
const NUMBER = "(-?[\\d.]+)";
const MOVED = new RegExp(`^translate\\(${NUMBER},${NUMBER}\\)$`);
const CIRCLE = new RegExp(`^M${NUMBER},0A\\1,\\1,0,1,1,-\\1,0A\\1,\\1,0,1,1,\\1,0$`);

/**
 * The same picture in fewer bytes: neighbours that look alike say so once, in a group; lines are paths, those of one look a
 * single one; texts and circles have a place instead of a shift.
 *
 * @param svg what `tidySvg` makes: well-formed, attributes in double quotes, without comments
 */
export function compactSvg(svg: string): string {
  const [root] = parse(svg);
  if (root === undefined) return svg;
  compact(root);
  return written(root);
}

function parse(svg: string): Element[] {
  const top: Element = { name: "", attributes: new Map(), content: [] };
  const open = [top];
  for (const [, closing, name = "", attributes = "", empty, text] of svg.matchAll(
    /<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g,
  )) {
    const parent = open.at(-1) as Element;
    if (text !== undefined) parent.content.push(text);
    else if (closing === "/") open.pop();
    else {
      const known = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]);
      const element: Element = { name, attributes: new Map(known as [string, string][]), content: [] };
      parent.content.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  return top.content.filter((part): part is Element => typeof part !== "string");
}

function written({ name, attributes, content }: Element): string {
  const own = [...attributes].map(attributeText).join("");
  if (content.length === 0 && name !== "svg") return `<${name}${own}/>`;
  return `<${name}${own}>${content.map((part) => (typeof part === "string" ? part : written(part))).join("")}</${name}>`;
}

function attributeText([name, value]: [string, string]): string {
  return ` ${name}="${value}"`;
}

function compact(element: Element): void {
  // What is cut by is no part of the picture.
  if (element.name === "defs" || element.name === "clipPath" || element.name === "text") return;
  for (const part of element.content) if (typeof part !== "string") compact(part);
  element.content = grouped(joined(element.content.map((part) => (typeof part === "string" ? part : placed(part)))));
}

/** The element without its shift, where it can have a place instead. */
function placed(element: Element): Element {
  const { name, attributes, content } = element;
  const { transform, d = "", x1 = "0", y1 = "0", x2 = "0", y2 = "0", ...rest } = Object.fromEntries(attributes);
  const [whole, left = "0", top = "0"] = MOVED.exec(transform ?? "translate(0,0)") ?? [];
  if (whole === undefined) return element;
  const [x, y] = [Number(left), Number(top)];
  if (name === "line") {
    const way = [tenths(Number(x2) - Number(x1)), tenths(Number(y2) - Number(y1))];
    const drawn = way[1] === "0" ? `h${way[0]}` : way[0] === "0" ? `v${way[1]}` : `l${way[0]},${way[1]}`;
    const path = `M${tenths(x + Number(x1))},${tenths(y + Number(y1))}${drawn}`;
    return { name: "path", attributes: new Map([["d", path], ...Object.entries(rest)]), content, isStroke: true };
  }
  const [isCircle, radius = ""] = name === "path" ? (CIRCLE.exec(d) ?? []) : [];
  if (isCircle !== undefined) {
    const place: [string, string][] = [
      ["cx", left],
      ["cy", top],
      ["r", radius],
    ];
    return { name: "circle", attributes: new Map([...place, ...Object.entries(rest)]), content };
  }
  const isPlain = name === "text" && content.every((part) => typeof part === "string");
  if (!isPlain || transform === undefined || "x" in rest || "y" in rest) return element;
  return { name, attributes: new Map([["x", left], ["y", top], ...Object.entries(rest)]), content };
}

function tenths(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Consecutive strokes of one look as one path. Those that shine through would be darker where they cross. */
function joined(content: (Element | string)[]): (Element | string)[] {
  const found: (Element | string)[] = [];
  for (const part of content) {
    const last = found.at(-1);
    if (typeof part !== "string" && typeof last === "object" && last.isStroke && part.isStroke && isAlike(last, part)) {
      last.attributes.set("d", `${last.attributes.get("d")}${part.attributes.get("d")}`);
    } else found.push(part);
  }
  return found;
}

function isAlike(one: Element, other: Element): boolean {
  if (
    one.attributes.size !== other.attributes.size ||
    one.attributes.has("opacity") ||
    one.attributes.has("stroke-opacity")
  )
    return false;
  return [...one.attributes].every(([name, value]) => name === "d" || other.attributes.get(name) === value);
}

/** Runs of neighbours with looks in common, each in a group that has these; in it likewise. */
function grouped(content: (Element | string)[]): (Element | string)[] {
  const found: (Element | string)[] = [];
  for (let at = 0; at < content.length; ) {
    const { length, looks } = longestRun(content, at);
    const run = content.slice(at, at + length);
    at += length;
    if (looks.size === 0) found.push(...run);
    else {
      for (const part of run) for (const name of looks.keys()) (part as Element).attributes.delete(name);
      const inner = grouped(run);
      const [only] = inner;
      // A group of one group is that group.
      if (inner.length === 1 && typeof only === "object" && only.name === "g" && !only.attributes.has("transform"))
        found.push({ ...only, attributes: new Map([...looks, ...only.attributes]) });
      else found.push({ name: "g", attributes: looks, content: inner });
    }
  }
  return found;
}

/** The run from a place on that saves most when what its parts have in common stands once; no looks where none saves any. */
function longestRun(content: readonly (Element | string)[], start: number) {
  const first = content[start];
  let best = { length: 1, looks: new Map<string, string>(), saved: 0 };
  let common = new Map(
    typeof first === "string" || first === undefined || first.name === "g"
      ? []
      : [...first.attributes].filter(([name]) => INHERITED.has(name)),
  );
  for (let end = start + 1; end < content.length && common.size > 0; end++) {
    const part = content[end] as Element | string;
    if (typeof part === "string" || part.name === "g") break;
    common = new Map([...common].filter(([name, value]) => part.attributes.get(name) === value));
    const bytes = [...common].map(attributeText).join("").length;
    const saved = bytes * (end - start) - GROUP_LENGTH;
    if (saved > best.saved) best = { length: end - start + 1, looks: common, saved };
  }
  return best;
}
