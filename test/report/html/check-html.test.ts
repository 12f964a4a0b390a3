import { describe, expect, it } from "vitest";
import { checkHtml } from "./check-html.js";

const page = (main: string, head = "") =>
  `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="x"><meta name="description" content="x"><title>T</title>${head}</head><body><main><h1>H</h1>${main}</main></body></html>`;

describe("checkHtml", () => {
  it("lets sound pages pass", () => {
    expect(
      checkHtml(
        page('<p>a &amp; b <a href="#x">x</a><br></p><ul><li>1</li></ul><dl><div><dt>a</dt><dd>b</dd></div></dl>'),
      ),
    ).toEqual([]);
    expect(
      checkHtml(
        page('<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'),
      ),
    ).toEqual([]);
    expect(
      checkHtml(
        page('<figure><svg id="p"><g><path d="M0"/></g></svg></figure><details><summary>s</summary><p>t</p></details>'),
      ),
    ).toEqual([]);
  });

  it.each([
    ["<p>a<div>b</div></p>", "<div> in <p>"],
    ["<p>a<ul><li>b</li></ul></p>", "<ul> in <p>"],
    ["<ul><p>a</p></ul>", "<p> in <ul>"],
    ["<b>a<i>b</b></i>", "</b> closes <i>"],
    ["<section>", "</main> closes <section>"],
    ["<p class=a>b</p>", "not quoted"],
    ['<p class="a" class="b">b</p>', "class twice"],
    ['<p id="a">x</p><p id="a">y</p>', "id a twice"],
    ['<a href="#x">a <a href="#y">b</a></a>', "inside something to press"],
    ['<a href="">a</a>', "leads nowhere"],
    ["<h3>a</h3>", "h3 after h1"],
    ["<h1>again</h1>", "2 <h1>"],
    ["<p>a & b</p>", "bare &"],
    ["<th>a</th>", "<th> in <main>"],
    ["<table><tr><td>a</td></tr></table>", "<tr> in <table>"],
    [
      '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
      "rows of 1 and 2 cells",
    ],
    ["<p></p>", "<p> is empty"],
    ["<details><p>a</p></details>", "without <summary>"],
    ['<p style="x">a</p>', "style"],
    ['<label for="no">a</label>', "for of <label> names no"],
  ])("finds %s", (main, problem) => {
    expect(checkHtml(page(main)).join("; ")).toContain(problem);
  });
});
