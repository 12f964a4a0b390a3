import { UserError } from "../../../user-error.js";
import { list } from "../../../words/sentence.js";
import type { AnswersFile } from "./answers-file.js";
import { sectionKey, sectionName } from "./sections.js";

/**
 * Throws a UserError for a section that answers no question of the report: its words would be lost.
 *
 * @param ids of every block that could have a question, also of those that the pages leave out
 */
export function refuseUnknownSections({ path, sections }: AnswersFile, ids: readonly string[]): void {
  const known = new Set(ids.map(sectionKey));
  for (const [key, { name, line }] of sections) {
    if (known.has(key)) continue;
    throw new UserError(
      `${path} line ${line}: "${name}" is no section of this report: there are ${list(ids.map(sectionName))}`,
    );
  }
}
