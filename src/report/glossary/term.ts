/** A word of the field as this site uses it; one word, one thing. */
export interface Term {
  /** Anchor on the page of the glossary. Links lead to it: it stays as it is. */
  id: string;
  term: string;
  /** Two or three sentences. */
  text: string;
  /** Id of the built-in experiment that shows the term. */
  experiment?: string;
  /**
   * What pages may call it, in the singular and in small letters; its first use on a page becomes a link. Empty: words that
   * everybody uses in other ways as well. Absent: the term itself.
   */
  words?: readonly string[];
}

/** Terms that belong together. */
export interface Chapter {
  id: string;
  title: string;
  terms: readonly Term[];
}
