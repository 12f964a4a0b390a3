import { createHash } from "node:crypto";
import { join } from "node:path";
import Handlebars from "handlebars";
import { OPTIONS, readAll } from "./page-templates.js";

/** Documents of one file: their style is inside, and a policy lets in that style and nothing else. */
export interface Documents {
  /** Text of a style sheet, of the site or of the documents. */
  sheet(name: string): string;
  /** HTML of the document; `styleHash` and `toolVersion` are added to the context. */
  render(name: string, style: string, context: object): string;
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
  const documents = new Map((await read(own, ".hbs")).map(([name, text]) => [name, handlebars.compile(text, OPTIONS)]));
  return {
    sheet: (name) => sheets.get(name) ?? missing(name),
    render(name, style, context) {
      const document = documents.get(name) ?? missing(name);
      // Style sheets are ours and hold no text of a run; a partial may be a function.
      handlebars.registerPartial("style", () => style);
      const styleHash = `sha256-${createHash("sha256").update(style).digest("base64")}`;
      return document({ ...context, styleHash, toolVersion });
    },
  };
}

function missing(name: string): never {
  throw new Error(`no template named ${name}`);
}
