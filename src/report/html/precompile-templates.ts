/** Writes the compiled templates of this package, by the hash of their text; part of the build. */
import { writeFileSync } from "node:fs";
import Handlebars from "handlebars";
import { packagePaths } from "../../package-paths.js";
import { sha256 } from "../../record/schema/run-id.js";
import { OPTIONS, readTemplates } from "./page-templates.js";

const { partials, pages } = await readTemplates(packagePaths.templates);
const ready = [...partials, ...pages].map(
  ([, text]) => `  "${sha256(text)}": ${Handlebars.precompile(text, OPTIONS)},\n`,
);
writeFileSync(packagePaths.precompiledTemplates, `export const ready = {\n${ready.join("")}};\n`);
