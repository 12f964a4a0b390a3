import { UserError } from "../../user-error.js";
import { type Page, rootOf } from "../page-model/page.js";

/** A page that could not be made. */
export interface PageFailure {
  /** What it is about: "run/<id>". */
  name: string;
  message: string;
  /** For whoever looks for the bug; "" where it is none, as the run file is gone. */
  stack: string;
}

export function pageFailure(name: string, error: unknown): PageFailure {
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack: error instanceof UserError ? "" : stack };
}

/** A page in the place of one that could not be made, which says why. `download`: the run file that it is about, "" without one. */
export function notMadePage(path: string, { name, message, stack }: PageFailure, download: string): Page {
  return {
    path,
    template: "not-made",
    title: `${name} could not be made`,
    description: `This page could not be made: ${message}`,
    section: "",
    body: { name, message, isBug: stack !== "", download: download === "" ? "" : `${rootOf(path)}data/${download}` },
  };
}
