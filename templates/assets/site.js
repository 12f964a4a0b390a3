/* What a page does better with a script; nothing here is needed to read it. Choices are kept in the query string. */
(() => {
  "use strict";
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

  // Shows only the entries of lists that hold every word; lists that are folded away open while a filter is on.
  const filterable = (box) => {
    const [input, output] = all("input, output", box);
    const lists = all("[data-filtered]");
    const items = lists.flatMap((list) => [...list.children]).map((item) => ({ item, text: item.textContent.toLowerCase() }));
    const filter = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { item, text } of items) if (!(item.hidden = !words.every((word) => text.includes(word)))) shown += 1;
      for (const list of lists) {
        const section = list.closest("section");
        section.hidden = all("[data-filtered] > *", section).every(({ hidden }) => hidden);
        if (list.parentNode.localName === "details") list.parentNode.open = words.length > 0;
      }
      output.textContent = words.length > 0 ? `${shown} of ${items.length} entries` : "";
      keep("filter", input.value.trim());
    };
    input.value = chosen("filter");
    input.oninput = filter;
    box.hidden = false;
    if (input.value) filter();
  };

  document.addEventListener("DOMContentLoaded", () => {
    all("[data-filter]").forEach(filterable);
  });
})();
