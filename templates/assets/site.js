/* Nothing here is needed. Choices stay in the query string. */
const explorer = new URL("explore.js", document.currentScript.src);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const chosen = (name) => new URL(location).searchParams.get(name) || "";
const keep = (name, value) => {
  const url = new URL(location);
  url.searchParams.delete(name);
  if (value) url.searchParams.set(name, value);
  // Some browsers let no page from file:// change its address.
  try { history.replaceState(null, "", url); } catch {}
};
const make = (tag, given) => Object.assign(document.createElement(tag), given);
const button = (className, textContent, ariaLabel, onclick) =>
  make("button", { type: "button", className, textContent, ariaLabel, onclick });

(onhashchange = () => {
  for (let one = document.getElementById(location.hash.slice(1)); one; one = one.parentElement) one.open = true;
})();

// What is not known comes last.
const UNITS = { ns: 1e-6, µs: 1e-3, s: 1e3, min: 6e4, kB: 1e3, MB: 1e6, GB: 1e9 };
const valueOf = (cell) => {
  const text = (cell.querySelector("summary") || cell).textContent.trim();
  const found = /^<? ?([+−]?)([\d,.]+)(?: × 10\^(−?)(\d+))?\s*(\S*)/.exec(text);
  if (!found) return text;
  const [, sign, digits, down, power = 0, unit] = found;
  const size = digits.replaceAll(",", "") * 10 ** (down ? -power : +power) * (UNITS[unit] || 1);
  return sign === "−" ? -size : size;
};
const rank = (value) => (/^–?$/.test(value) ? 2 : +(typeof value === "string"));
const sortable = (table) => {
  const heads = all("thead th", table);
  const bodies = all("tbody", table).map((body) => ({ body, rows: all("tr:not(.group)", body) }));
  if (bodies.every(({ rows }) => rows.length < 2)) return;
  const sort = (column, way) => {
    for (const head of heads) head.removeAttribute("aria-sort");
    if (way) heads[column].setAttribute("aria-sort", way);
    const sign = way === "descending" ? -1 : 1;
    const order = ([a], [b]) => rank(a) - rank(b) || sign * (a < b ? -1 : a > b ? 1 : 0);
    for (const { body, rows } of bodies) {
      const keyed = rows.map((row) => [valueOf(row.cells[column]), row]);
      body.append(...(way ? keyed.sort(order) : keyed).map(([, row]) => row));
    }
  };
  heads.forEach((head, column) => {
    if (head.matches(".delta")) return;
    const act = () => {
      const way = { null: "ascending", ascending: "descending" }[head.getAttribute("aria-sort")] || "";
      sort(column, way);
      keep("sort", way && `${table.id}.${column}.${way}`);
    };
    head.append(button("sort", "", `Sort by ${head.textContent}`, act));
  });
  const [id, column, way] = chosen("sort").split(".");
  if (id === table.id && heads[column] && /^(a|de)scending$/.test(way)) sort(column, way);
};

const loaded = {};
const load = (src) =>
  (loaded[src] ||= new Promise((onload, onerror) => document.head.append(make("script", { src, onload, onerror }))));
const charted = (figure) => {
  const [name, , tools, svg] = all("figcaption > *, .tools, [download]", figure);
  const tool = (text, act) =>
    button("tool", text, `${text}: ${name.textContent}`, async ({ target }) => {
      try {
        await load(figure.dataset.explore);
        await act((await scalebookCharts)[figure.id], target);
      } catch {
        target.replaceWith("Could not be loaded");
      }
    });
  const take = (ending, textOf) => (chart) => {
    const href = URL.createObjectURL(new Blob([textOf(chart[ending])]));
    make("a", { href, download: svg.download.replace(/svg$/, ending) }).click();
  };
  svg.before(tool("CSV", take("csv", String)), tool("Vega-Lite", take("vl.json", JSON.stringify)));
  tools.prepend(tool("Explore", (...own) => load(explorer).then(() => scalebook.explore(figure, ...own))));
};

const filterable = (box) => {
  const [input, output] = all("input, output", box);
  const lists = all("[data-filtered]");
  const items = lists.flatMap(({ children }) => [...children]);
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word));
    for (const list of lists) {
      const section = list.closest("section");
      section.hidden = all("[data-filtered] > *", section).every(({ hidden }) => hidden);
      if (list.parentNode.localName === "details") list.parentNode.open = words.length;
    }
    output.textContent = words.length ? `${items.filter(({ hidden }) => !hidden).length} of ${items.length} entries` : "";
    keep("filter", input.value.trim());
  };
  input.value = chosen("filter");
  input.oninput = filter;
  box.hidden = false;
  if (input.value) filter();
};

document.addEventListener("DOMContentLoaded", () => {
  all("[data-filter]").forEach(filterable);
  all("table[id]").forEach(sortable);
  all("figure[data-explore]").forEach(charted);
  if (location.host)
    for (const code of all("code[data-page]"))
      code.textContent = code.textContent.replace(/src="[^"]*"/, () => `src="${new URL(code.dataset.page, location)}"`);
});
