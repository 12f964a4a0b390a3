/** Writes the compiled templates of this package, by the hash of their text; part of the build. */
import { writeFileSync } from "node:fs";
import Handlebars from "handlebars";
import { sha256 } from "../record/id.js";
import { DEFAULT_TEMPLATES, OPTIONS, READY, readTemplates } from "./templates.js";

const { partials, pages } = await readTemplates(DEFAULT_TEMPLATES);
const ready = [...partials, ...pages].map(
  ([, text]) => `  "${sha256(text)}": ${Handlebars.precompile(text, OPTIONS)},\n`,
);
writeFileSync(READY, `export const ready = {\n${ready.join("")}};\n`);
