/* What a page does better with a script; nothing here is needed to read it. Choices are kept in the query string. */
(() => {
  "use strict";
  const base = document.currentScript.src.replace(/[^/]*$/, "");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const chosen = (name) => new URLSearchParams(location.search).get(name) || "";
  const keep = (name, value) => {
    const query = new URLSearchParams(location.search);
    if (value) query.set(name, value);
    else query.delete(name);
    const url = new URL(location.href);
    url.search = query;
    // Some browsers let no page from file:// change its address.
    try { history.replaceState(null, "", url); } catch {}
  };
  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.onclick = act;
    return made;
  };

  // "−41.3 %", "1,230" and "12.3 ms" sort by what they are, words by their letters, what is not known comes last.
  const UNITS = { ns: 1e-6, µs: 1e-3, s: 1e3, min: 6e4, kB: 1e3, MB: 1e6, GB: 1e9 };
  const valueOf = (cell) => {
    const text = (cell.querySelector("summary") || cell).textContent.trim();
    const found = /^([+−]?)([\d,.]+)(?: × 10\^(−?)(\d+))?\s*(\S*)/.exec(text);
    if (!found) return text;
    const [, sign, digits, down, power = 0, unit] = found;
    const size = digits.replaceAll(",", "") * 10 ** (down ? -power : +power) * (UNITS[unit] || 1);
    return sign === "−" ? -size : size;
  };
  const rank = (value) => (value === "" || value === "–" ? 2 : typeof value === "string" ? 1 : 0);
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
      const made = button("", `Sort by ${head.textContent}`, () => {
        const before = head.getAttribute("aria-sort");
        const way = before ? (before === "ascending" ? "descending" : "") : "ascending";
        sort(column, way);
        keep("sort", way && `${table.id}.${column}.${way}`);
      });
      made.className = "sort";
      head.append(made);
    });
    const [id, column, way] = chosen("sort").split(".");
    if (id === table.id && heads[column] && /^(a|de)scending$/.test(way)) sort(column, way);
  };

  // Charts are explored with scripts that are loaded when they are asked for, and no sooner.
  const loaded = {};
  const load = (src) =>
    (loaded[src] ||= new Promise((done, fail) => {
      const script = document.createElement("script");
      Object.assign(script, { src, onload: done, onerror: fail });
      document.head.append(script);
    }));
  const explorable = (figure) => {
    const name = figure.querySelector("figcaption > :first-child").textContent;
    const made = button("Explore", `Explore: ${name}`, async () => {
      try {
        await Promise.all([load(`${base}explore.js`), load(figure.dataset.explore)]);
        scalebook.explore(figure, made);
      } catch {
        made.textContent = "Could not be loaded";
        made.removeAttribute("aria-label");
      }
    });
    made.className = "tool";
    figure.querySelector(".tools").prepend(made);
  };

  document.addEventListener("DOMContentLoaded", () => {
    all("table[id]").forEach(sortable);
    all("figure[data-explore]").forEach(explorable);
    if (/^http/.test(location.protocol))
      for (const code of all("code[data-page]"))
        code.textContent = code.textContent.replace(/src="[^"]*"/, () => `src="${new URL(code.dataset.page, location)}"`);
  });
})();
