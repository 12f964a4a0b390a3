import { describe, expect, it } from "vitest";
import { linkTerms } from "../../../src/report/glossary/link-terms.js";

const linked = (main: string, isGlossary = false) => {
  const html = `<body><nav>worker</nav><main>${main}</main><footer>worker</footer></body>`;
  const out = linkTerms(html, { glossary: "../glossary/index.html", isGlossary });
  return out.slice(out.indexOf("<main>") + 6, out.indexOf("</main>"));
};
const link = (id: string, text: string) => `<a class="term" href="../glossary/index.html#${id}">${text}</a>`;

describe("linkTerms", () => {
  it("links the first use of a term in the main part, in any number and case", () => {
    expect(linked("<p>Workers: 4 workers, a worker.</p>")).toBe(
      `<p>${link("worker", "Workers")}: 4 workers, a worker.</p>`,
    );
    expect(linked("<p>a trial</p><p>a trial</p>")).toBe(`<p>a ${link("trial", "trial")}</p><p>a trial</p>`);
  });

  it("takes the longest term and whole words only", () => {
    expect(linked("<p>Thread pool</p>")).toBe(`<p>${link("pool", "Thread pool")}</p>`);
    expect(linked("<p>thread per task</p>")).toBe(`<p>${link("per-task", "thread per task")}</p>`);
    expect(linked("<p>subtasks, task-length, coreless</p>")).toBe("<p>subtasks, task-length, coreless</p>");
    expect(linked("<p>Amdahl&#x27;s law</p>")).toBe(`<p>${link("amdahl", "Amdahl&#x27;s law")}</p>`);
    expect(linked("<p>95&nbsp;% interval</p>")).toBe(`<p>${link("interval", "95&nbsp;% interval")}</p>`);
  });

  it.each([
    "<h2>Workers</h2>",
    "<pre><code>workers</code></pre>",
    '<a href="x"><b>workers</b></a>',
    "<details><summary>All workers</summary></details>",
    '<figure><figcaption><h3>worker</h3><p>workers</p></figcaption><svg id="a"><text>worker</text></svg></figure>',
    '<ul class="chips"><li class="chip">workers</li></ul>',
    '<div class="scroll" role="group"><table><tbody><tr><td>worker</td></tr></tbody></table></div>',
    '<p id="worker" title="workers">nothing</p>',
    "<label>workers</label>",
    '<svg id="a"><text>worker</text></svg>',
  ])("leaves %s alone", (html) => expect(linked(html)).toBe(html));

  it("goes on after such an element", () => {
    expect(linked("<h2>Workers</h2><p>workers</p>")).toBe(`<h2>Workers</h2><p>${link("worker", "workers")}</p>`);
    expect(linked('<div class="scroll"><div>worker</div></div><p>workers</p>')).toBe(
      `<div class="scroll"><div>worker</div></div><p>${link("worker", "workers")}</p>`,
    );
  });

  it("counts links that are there already", () => {
    const html = '<p>A <a href="../glossary/index.html#worker">worker</a> and more workers.</p>';
    expect(linked(html)).toBe(html);
  });

  it("makes no tag of text: what a run file says stays escaped", () => {
    const html = "<p>&lt;b onclick=&quot;worker&quot;&gt; &amp;thread; </p>";
    expect(linked(html).replace(/<a class="term"[^>]*>(.*?)<\/a>/g, "$1")).toBe(html);
  });

  it("treats every entry of the glossary as a text of its own, which never leads to itself", () => {
    const entry = (id: string, text: string) => `<div><dt id="${id}"><a href="#${id}">x</a></dt><dd>${text}</dd></div>`;
    const out = linked(
      `<dl>${entry("worker", "A worker of a pool.")}${entry("pool", "A pool of workers.")}</dl>`,
      true,
    );
    expect(out).toContain(`<dd>A worker of a ${link("pool", "pool")}.</dd>`);
    expect(out).toContain(`<dd>A pool of ${link("worker", "workers")}.</dd>`);
  });
});
