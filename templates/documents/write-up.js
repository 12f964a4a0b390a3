/* Keeps what is written into the boxes, and saves it as answers.md, which `scalebook report --answers` reads. */
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const keep = document.querySelector(".keep");
  const [button, status] = [keep.querySelector("button"), keep.querySelector("[role=status]")];
  const runs = document.body.dataset.runs;
  const boxes = all("[contenteditable]");
  // A browser may refuse its storage; the file can still be saved.
  const storage = (act) => { try { return act(localStorage); } catch { return null; } };
  let unsaved = false;

  // Browsers put lines into elements of their own, an empty one with a break that is none.
  const textOf = (node) =>
    [...node.childNodes]
      .map((part, index) => {
        if (part.nodeType === Node.TEXT_NODE) return part.data;
        if (part.nodeName === "BR") return part === node.lastChild && !node.dataset.section ? "" : "\n";
        return (index ? "\n" : "") + textOf(part);
      })
      .join("");

  for (const box of boxes) {
    const key = `scalebook ${runs} ${box.dataset.section || box.dataset.field}`;
    box.textContent = storage((kept) => kept.getItem(key)) || "";
    box.addEventListener("input", () => {
      unsaved = true;
      const text = textOf(box);
      storage((kept) => (text.trim() ? kept.setItem(key, text) : kept.removeItem(key)));
    });
  }
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  // No line of an answer may begin a section, underline one or open HTML; code stays as it is, and ends with its answer.
  const asMarkdown = (text) => {
    let fence = "";
    const lines = text.trim().split("\n").map((line) => {
      const rest = line.trim();
      if (fence) {
        if (rest.startsWith(fence) && /^(`+|~+)$/.test(rest)) fence = "";
        return line;
      }
      [, fence = ""] = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line) || [];
      return fence ? line : line.replace(/^(\s*)([#>=<]|-+\s*$)/, "$1\\$2");
    });
    return [...lines, ...(fence ? [fence] : [])].join("\n");
  };
  const fieldOf = (name) => document.querySelector(`[data-field=${name}]`)?.textContent.trim() || "";
  const sectionOf = (box) => {
    const { section, question, answer } = box.dataset;
    const text = answer || asMarkdown(textOf(box));
    return `\n## ${section}\n\n> ${question.replace(/[\\`*_[\]<>]/g, "\\$&")}\n${text && `\n${text}\n`}`;
  };
  button.onclick = () => {
    const head = ["title", "author", "course", "date"].map((name) => `${name}: ${JSON.stringify(fieldOf(name))}`);
    const text = ["---", ...head, "---", ...all("[data-section]").map(sectionOf), ""].join("\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    link.download = "answers.md";
    link.click();
    URL.revokeObjectURL(link.href);
    unsaved = false;
    status.textContent = `Saved. With your answers in another format: scalebook report ${runs} --answers answers.md --format pdf`;
  };

  document.querySelector(".head > .hint").hidden = true;
  keep.hidden = false;
})();
