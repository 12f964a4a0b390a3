/**
 * A checker of our own for the HTML that the templates make: what a validator would find wrong in it. Stricter than the
 * standard where that is simpler: every element that is not void is closed, every attribute quoted and in small letters.
 */

const VOID = new Set(["br", "col", "hr", "img", "input", "link", "meta", "wbr"]);
const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];
const PHRASING = new Set(
  "a abbr b br button cite code data del dfn em i img input ins kbd label mark meter output progress q s samp script small span strong sub sup svg time u var wbr".split(
    " ",
  ),
);
/** Elements that hold phrasing content only. */
const ONLY_PHRASING = new Set([
  ..."p pre dt code span em strong b i small label output button q cite abbr time".split(" "),
  ...HEADINGS,
]);
/** Elements that hold these children only. */
const CHILDREN: Record<string, readonly string[]> = {
  html: ["head", "body"],
  head: ["meta", "title", "link", "script", "style"],
  ul: ["li"],
  ol: ["li"],
  dl: ["dt", "dd", "div"],
  table: ["caption", "colgroup", "thead", "tbody", "tfoot"],
  thead: ["tr"],
  tbody: ["tr"],
  tr: ["th", "td"],
  summary: [...PHRASING, ...HEADINGS],
};
const PARENTS: Record<string, readonly string[]> = {
  li: ["ul", "ol"],
  dt: ["dl", "div"],
  dd: ["dl", "div"],
  tr: ["thead", "tbody"],
  th: ["tr"],
  td: ["tr"],
  summary: ["details"],
  figcaption: ["figure"],
};
const INTERACTIVE = ["a", "button", "input", "label", "summary", "select", "textarea"];
const ENTITY = /&(?!(?:[a-z]+[0-9]*|#[0-9]+|#x[0-9a-f]+);)/i;
const TOKEN = /<!--.*?-->|<!doctype [^>]*>|<\/?[a-z][^>]*>|[^<]+|</gis;
const ATTRIBUTE = /\s+([^\s=/>]+)(?:="([^"]*)")?/gy;

interface Node {
  name: string;
  attributes: Map<string, string>;
  children: Node[];
  text: string;
  parent: Node | null;
}

/** What is wrong with a page, one line each; none: nothing. */
export function checkHtml(html: string): string[] {
  const problems: string[] = [];
  if (!html.startsWith("<!DOCTYPE html>\n")) problems.push("does not start with <!DOCTYPE html>");
  const root = parse(html, problems);
  const all = [...nodes(root)];
  for (const node of all) problems.push(...checkNode(node));
  problems.push(...checkIds(all), ...checkOutline(all), ...checkTables(all), ...checkHead(all));
  return problems;
}

function parse(html: string, problems: string[]): Node {
  const root: Node = { name: "", attributes: new Map(), children: [], text: "", parent: null };
  let at = root;
  for (const [token] of html.matchAll(TOKEN)) {
    if (token.startsWith("<!")) continue;
    if (!token.startsWith("<")) {
      if (ENTITY.test(token)) problems.push(`bare & in "${token.trim().slice(0, 60)}"`);
      at.text += token;
      continue;
    }
    const [, slash, name = ""] = /^<(\/?)([A-Za-z0-9-]+)/.exec(token) ?? [];
    if (name === "") problems.push(`bare < before "${html.slice(0, 20)}"`);
    if (slash === "/") {
      if (at.name !== name) problems.push(`</${name}> closes <${at.name}>`);
      at = at.parent ?? root;
      continue;
    }
    const node: Node = { name, attributes: attributesOf(token, name, problems), children: [], text: "", parent: at };
    at.children.push(node);
    const inSvg = name === "svg" || isInside(node, "svg");
    if (!inSvg && name !== name.toLowerCase()) problems.push(`<${name}> is not in small letters`);
    if (!(VOID.has(name) || (inSvg && token.endsWith("/>")))) at = node;
  }
  if (at !== root) problems.push(`<${at.name}> is never closed`);
  return root;
}

function attributesOf(token: string, name: string, problems: string[]): Map<string, string> {
  const found = new Map<string, string>();
  const body = token.slice(name.length + 1).replace(/\s*\/?>$/, "");
  let end = 0;
  for (const match of body.matchAll(ATTRIBUTE)) {
    const [whole, key = "", value = ""] = match;
    if (found.has(key)) problems.push(`<${name}> has ${key} twice`);
    if (ENTITY.test(value)) problems.push(`bare & in ${key}="${value.slice(0, 60)}"`);
    found.set(key, value);
    end = match.index + whole.length;
  }
  if (end !== body.length) problems.push(`<${name}> has attributes that are not quoted: ${body.slice(end, end + 40)}`);
  return found;
}

function* nodes(node: Node): Generator<Node> {
  for (const child of node.children) {
    yield child;
    yield* nodes(child);
  }
}

function isInside({ parent }: Node, ...names: string[]): boolean {
  for (let above = parent; above; above = above.parent) if (names.includes(above.name)) return true;
  return false;
}

function checkNode(node: Node): string[] {
  if (isInside(node, "svg")) return [];
  const { name, attributes, children, parent } = node;
  const problems: string[] = [];
  const known = CHILDREN[name];
  for (const child of children) {
    if (known && !known.includes(child.name)) problems.push(`<${child.name}> in <${name}>`);
    if (ONLY_PHRASING.has(name) && !PHRASING.has(child.name)) problems.push(`<${child.name}> in <${name}>`);
  }
  if (known && !["summary"].includes(name) && node.text.trim() !== "")
    problems.push(`text "${node.text.trim().slice(0, 40)}" in <${name}>`);
  const parents = PARENTS[name];
  if (parents && !parents.includes(parent?.name ?? "")) problems.push(`<${name}> in <${parent?.name}>`);
  if (INTERACTIVE.includes(name) && isInside(node, "a", "button", "summary", "label") && name !== "input")
    problems.push(`<${name}> inside something to press`);
  if (name === "details" && children[0]?.name !== "summary") problems.push("<details> without <summary> first");
  if (name === "th" && !attributes.has("scope")) problems.push("<th> without scope");
  if (name === "a" && (attributes.get("href") ?? "") === "") problems.push("<a> leads nowhere");
  if (name === "img" && !attributes.has("alt")) problems.push("<img> without alt");
  if (name === "div" && parent?.name === "dl" && !children.every((child) => ["dt", "dd"].includes(child.name)))
    problems.push("<div> of a <dl> with more than <dt> and <dd>");
  if (
    ["a", "button", "summary", "label", "li", "dt", "dd", "th", "p", ...HEADINGS].includes(name) &&
    textOf(node) === "" &&
    !hasName(node)
  )
    problems.push(`<${name}> is empty`);
  if (attributes.has("style") || [...attributes.keys()].some((key) => key.startsWith("on")))
    problems.push(`<${name}> with a style or a handler of its own`);
  if (
    attributes.has("aria-label") &&
    !attributes.has("role") &&
    !["nav", "pre", "ul", "section", "a", "button", "svg"].includes(name)
  )
    problems.push(`aria-label on <${name}>`);
  return problems;
}

function hasName(node: Node): boolean {
  return (
    node.attributes.has("aria-label") ||
    [...nodes(node)].some(({ name, attributes }) => attributes.has("aria-label") || name === "svg" || name === "img")
  );
}

function textOf(node: Node): string {
  return (node.text + node.children.map(textOf).join("")).trim();
}

function checkIds(all: readonly Node[]): string[] {
  const ids = all.flatMap(({ attributes }) => attributes.get("id") ?? []);
  const known = new Set(ids);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id ${id} twice`);
  const odd = ids.filter((id) => id === "" || /\s/.test(id)).map((id) => `id "${id}"`);
  const missing = all.flatMap(({ name, attributes }) =>
    ["aria-labelledby", "aria-describedby", "aria-controls", "for"].flatMap((key) =>
      (attributes.get(key)?.split(" ") ?? [])
        .filter((id) => !known.has(id))
        .map((id) => `${key} of <${name}> names ${id}, which is not there`),
    ),
  );
  return [...twice, ...odd, ...missing];
}

/** One h1, no level left out, one main, and links that skip to it. */
function checkOutline(all: readonly Node[]): string[] {
  const levels = all.flatMap(({ name }) => (HEADINGS.includes(name) ? Number(name[1]) : []));
  const skipped = levels.flatMap((level, index) =>
    level > (levels[index - 1] ?? 0) + 1 ? [`h${level} after h${levels[index - 1] ?? 0}`] : [],
  );
  const count = (wanted: string) => all.filter(({ name }) => name === wanted).length;
  const once = ["h1", "main", "title", "body"]
    .filter((name) => count(name) !== 1)
    .map((name) => `${count(name)} <${name}>`);
  return [...skipped, ...once];
}

/** Every row of a table is as wide as its head. */
function checkTables(all: readonly Node[]): string[] {
  return all
    .filter(({ name }) => name === "table")
    .flatMap((table) => {
      const rows = [...nodes(table)].filter(({ name }) => name === "tr");
      const width = (row: Node) =>
        row.children.reduce((sum, { attributes }) => sum + Number(attributes.get("colspan") ?? 1), 0);
      const [head, ...others] = rows.map(width);
      return others.some((row) => row !== head)
        ? [`table ${table.attributes.get("id") ?? ""}: rows of ${[...new Set(rows.map(width))].join(" and ")} cells`]
        : [];
    });
}

function checkHead(all: readonly Node[]): string[] {
  const html = all.find(({ name }) => name === "html");
  const metas = all.filter(({ name }) => name === "meta");
  const named = (key: string, value: string) => metas.some(({ attributes }) => attributes.get(key) === value);
  return [
    html?.attributes.get("lang") === "en" ? "" : "no language",
    metas[0]?.attributes.get("charset") === "utf-8" ? "" : "the first <meta> is not the charset",
    named("name", "viewport") ? "" : "no viewport",
    named("name", "description") ? "" : "no description",
    textOf(all.find(({ name }) => name === "title") as Node) === "" ? "no title" : "",
  ].filter(Boolean);
}
