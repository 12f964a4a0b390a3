import { createHash } from "node:crypto";
import { join } from "node:path";
import Handlebars from "handlebars";
import { OPTIONS, readAll } from "./page-templates.js";

/** Documents of one file: style and script are inside, and a policy lets in these and nothing else. */
export interface Documents {
  /** Text of a style sheet, of the site or of the documents. */
  sheet(name: string): string;
  /** Text of a script of the documents. */
  script(name: string): string;
  /** HTML of the document; `styleHash`, `scriptHash` ("" without a script) and `toolVersion` are added to the context. */
  render(name: string, style: string, context: object, script?: string): string;
}

/** Compiles every document of `folder`, with the partials of the pages and their own. */
export async function loadDocuments(folder: string, toolVersion: string): Promise<Documents> {
  const own = join(folder, "documents");
  const read = async (part: string, ending: string) =>
    (await readAll(part)).flatMap(([name, text]): [string, string][] =>
      name.endsWith(ending) ? [[name.slice(0, -ending.length), text]] : [],
    );
  const handlebars = Handlebars.create();
  for (const partials of [join(folder, "partials"), join(folder, "document-partials")]) {
    for (const [name, text] of await read(partials, ".hbs")) {
      handlebars.registerPartial(name, handlebars.compile(text.trimEnd(), OPTIONS));
    }
  }
  const sheets = new Map([...(await read(join(folder, "assets"), ".css")), ...(await read(own, ".css"))]);
  const scripts = new Map(await read(own, ".js"));
  const documents = new Map((await read(own, ".hbs")).map(([name, text]) => [name, handlebars.compile(text, OPTIONS)]));
  return {
    sheet: (name) => sheets.get(name) ?? missing(name),
    script: (name) => scripts.get(name) ?? missing(name),
    render(name, style, context, script = "") {
      const document = documents.get(name) ?? missing(name);
      // Style sheets and scripts are ours and hold no text of a run; a partial may be a function.
      handlebars.registerPartial("style", () => style);
      handlebars.registerPartial("script", () => script);
      const scriptHash = script === "" ? "" : hashOf(script);
      return document({ ...context, styleHash: hashOf(style), scriptHash, toolVersion });
    },
  };
}

/** Hash of a text inside a document, as its policy names it. */
function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function missing(name: string): never {
  throw new Error(`no template named ${name}`);
}
