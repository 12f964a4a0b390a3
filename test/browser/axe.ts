import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Rules that another scheme and wide pictures may break. Targets and what scrolls are closest together on narrow pages. */
const OF_SCHEME_AND_PICTURES = ["color-contrast", "link-in-text-block", "role-img-alt", "svg-img-alt"];

interface Violation {
  id: string;
  nodes: { target: string[] }[];
}

/** What axe finds on a page: by all rules, or where all were tried on the narrow page before, by those of the scheme and the pictures. */
export async function axe(page: Page, again: boolean): Promise<string[]> {
  await page.addScriptTag({ content: source });
  const found = await page.evaluate<Violation[], string[] | null>(
    async (rules) => {
      const { axe: tester } = globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: Violation[] }> };
      };
      const chosen = rules === null ? { rules: { "target-size": { enabled: true } } } : { runOnly: rules };
      return (await tester.run({ resultTypes: ["violations"], preload: false, ...chosen })).violations;
    },
    again ? OF_SCHEME_AND_PICTURES : null,
  );
  return found.map(({ id, nodes }) => {
    const targets = nodes.map(({ target }) => target.join(" "));
    return `${id}: ${targets.slice(0, 3).join(", ")}`;
  });
}
