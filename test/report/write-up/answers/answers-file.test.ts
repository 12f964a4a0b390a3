import { describe, expect, it } from "vitest";
import type { AnswerBlock, Inline } from "../../../../src/report/write-up/answers/answer.js";
import {
  type AnswersFile,
  answersTemplate,
  parseAnswers,
} from "../../../../src/report/write-up/answers/answers-file.js";
import { refuseUnknownSections } from "../../../../src/report/write-up/answers/check-sections.js";
import { questionsOf, sectionKey } from "../../../../src/report/write-up/answers/sections.js";
import { type ByKind, byKind } from "../../../../src/report/write-up/model.js";
import { hostileRun } from "../../hostile-run.js";
import { makeRun, workersExperiment } from "../../sample-runs.js";
import { answeredDraft, draftingOf } from "../drafts.js";

const blank = { title: "", author: "", course: "", date: "" };

function blocksOf(markdown: string): AnswerBlock[] {
  return parseAnswers(`## Aim\n\n${markdown}`, "a.md").sections.get("aim")?.blocks ?? [];
}

const INLINES: ByKind<Inline, string> = {
  text: ({ text }) => text,
  code: ({ text }) => `<code>${text}`,
  break: () => "\n",
  strong: ({ content }) => `<strong>${linesOf(content)}`,
  emphasis: ({ content }) => `<em>${linesOf(content)}`,
  link: ({ href, content }) => `<${href}>${linesOf(content)}`,
};
const linesOf = (content: readonly Inline[]): string => content.map((piece) => byKind(INLINES, piece)).join("");
const firstLine = (markdown: string) => {
  const [block] = blocksOf(markdown);
  return block?.kind === "paragraph" ? linesOf(block.content) : block;
};

/** The file with words of its own below every question. */
function filled(empty: string): AnswersFile {
  let number = 0;
  const text = empty.replace(/^## .*$\n\n> .*$/gm, (found) => {
    number += 1;
    return `${found}\n\nMy words ${number}, **so**.`;
  });
  return parseAnswers(text, "answers.md");
}

describe("an answers file", () => {
  it("is made of the questions of a report, and gives back the answers that are written into it", async () => {
    const { draft, parts } = await draftingOf([makeRun({ experiments: [workersExperiment(10)] })]);
    const open = await draft(parts);
    const empty = answersTemplate(open, blank, "mine/answers.md");
    expect(empty).toContain(`scalebook report ${open.runs[0]} --answers answers.md`);
    expect(parseAnswers(empty, "answers.md").sections.size).toBe(0);

    const answered = filled(empty);
    expect([...answered.sections.keys()]).toEqual(questionsOf(open).map(({ id }) => sectionKey(id)));
    const full = await answeredDraft([makeRun({ experiments: [workersExperiment(10)] })], answered);
    expect(questionsOf(full).every(({ answer }) => /^My words \d+, \*\*so\*\*\.$/.test(answer))).toBe(true);
    // Answers stand in the file that is written from them as well.
    expect(parseAnswers(answersTemplate(full, blank, "b.md"), "b.md").sections).toEqual(
      new Map([...answered.sections].map(([key, section]) => [key, { ...section, line: expect.any(Number) }])),
    );
  });

  it("stays one of questions where the texts of a run are Markdown themselves", async () => {
    const { draft, parts } = await draftingOf([hostileRun()]);
    const open = await draft(parts);
    const empty = answersTemplate(open, blank, "answers.md");
    expect(parseAnswers(empty, "answers.md").sections.size).toBe(0);
    expect([...filled(empty).sections.keys()]).toEqual(questionsOf(open).map(({ id }) => sectionKey(id)));
  });

  it("has a head with what stands in that of the report, dates as they are written", () => {
    const head = "---\nauthor: Ada: no, Lovelace\ncourse:\ndate: 2026-11-30\n---\n\n## Aim\n";
    expect(parseAnswers(head.replace("Ada: no, ", "Ada "), "a.md").front).toEqual({
      ...blank,
      author: "Ada Lovelace",
      date: "2026-11-30",
    });
    expect(() => parseAnswers(head, "a.md")).toThrow(/^a\.md: its head is not YAML: /);
    expect(() => parseAnswers("---\nname: Ada\n---\n", "a.md")).toThrow(
      'a.md: "name" is no field of its head: there are title, author, course, date',
    );
    expect(() => parseAnswers("---\nauthor: [a, b]\n---\n", "a.md")).toThrow("a.md: author in its head is no text");
  });

  it("names the line of a mistake, and what to do", () => {
    const lost = parseAnswers(
      "---\nauthor: Ada\n---\n\n## Aim\n\n```\n# no section\n```\n\n## Discusion\n\nBecause.\n",
      "a.md",
    );
    expect(() => refuseUnknownSections(lost, ["aim", "discussion"])).toThrow(
      'a.md line 11: "Discusion" is no section of this report: there are Aim and Discussion',
    );
    expect(() => parseAnswers("Words.\n\n## Aim\n", "a.md")).toThrow(
      'a.md line 1: this text belongs to no section: put a heading such as "## Aim" above it',
    );
    expect(() => parseAnswers("## Aim\n\nA.\n\n# aim\n\nB.\n", "a.md")).toThrow(
      'a.md line 5: "aim" stands in line 1 already: join the two',
    );
    // Nothing is lost of an empty section.
    expect(() => refuseUnknownSections(parseAnswers("## Other\n", "a.md"), ["aim"])).not.toThrow();
  });

  it("takes the first quotation of a section for its question, and no other", () => {
    expect(blocksOf("> Question?\n\n> Quoted.")).toMatchObject([{ kind: "quote" }]);
    expect(blocksOf("> Question?")).toEqual([]);
  });
});

describe("an answer", () => {
  it.each([
    ["a *b* **c** `d_e`", "a <em>b <strong>c <code>d_e"],
    ["one\ntwo", "one\ntwo"],
    ["[w](https://example.org/a_b) [m](mailto:a@example.org)", "<https://example.org/a_b>w <mailto:a@example.org>m"],
    ["[x](javascript:alert(1)) [y](file:///etc/passwd)", "x y"],
    [
      "<img src=x onerror=alert(1)> ![p](https://example.org/p.png)",
      "<img src=x onerror=alert(1)> ![p](https://example.org/p.png)",
    ],
    ["<script>\nalert(1)\n</script>", "<script>\nalert(1)\n</script>"],
    ["a \\* b & c &amp; d", "a * b & c &amp; d"],
    ["### Deep", "<strong>Deep"],
    ["| a |\n|---|\n| 1 |", "| a |\n|---|\n| 1 |"],
  ])("of %j is %j", (markdown, line) => {
    expect(firstLine(markdown)).toBe(line);
  });

  it("has lists within lists as deep as every format can, code and quotations", () => {
    expect(blocksOf("3. a\n   - b\n4. c")).toMatchObject([
      {
        kind: "list",
        ordered: true,
        start: 3,
        items: [[{ kind: "paragraph" }, { kind: "list" }], [{ kind: "paragraph" }]],
      },
    ]);
    const deep = JSON.stringify(
      blocksOf(Array.from({ length: 9 }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n")),
    );
    expect(deep.match(/"kind":"list"/g)).toHaveLength(3);
    expect(blocksOf("<!-- note -->\n\n```js\nlet a;\n```")).toEqual([{ kind: "code", text: "let a;", language: "js" }]);
  });
});
