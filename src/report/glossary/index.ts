import { losses } from "./losses.js";
import { recording } from "./recording.js";
import { scaling } from "./scaling.js";
import type { Chapter, Term } from "./term.js";
import { workers } from "./workers.js";

/** Every chapter of the glossary, in the order of its page. */
export const chapters: readonly Chapter[] = [workers, scaling, losses, recording];

/** Every term. Add one: a few lines in its chapter. */
export const terms: readonly Term[] = chapters.flatMap((chapter) => chapter.terms);
