import { sha256 } from "../../record/schema/run-id.js";
import type { Output } from "./output-folder.js";
import type { OverviewPages } from "./overview-pages.js";
import type { Bundle } from "./page-bundle.js";
import type { Unit } from "./page-jobs.js";
import type { Made, Workshop } from "./page-maker.js";
import { inShort, type MadeInShort, type SiteRecord } from "./previous-build.js";
import type { Crew } from "./worker-pool.js";

export interface Progress {
  /** What is being done: run files are read, pages of runs made. */
  what: "read" | "make";
  done: number;
  of: number;
}

interface Hands {
  output: Output;
  workshop: Workshop;
  record: SiteRecord;
}

/** Gathers the pages of a site: leaves those where they are that would come out the same, and has the others made. */
export class Builder {
  readonly #hands: Hands;
  readonly #contents: string[] = [];
  /** How many there are. */
  pages = 0;
  charts = 0;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  async makeAll(units: readonly Unit[], crew: Crew, onProgress?: (progress: Progress) => void): Promise<void> {
    const changed = units.filter(({ name, key }) => !this.#keep(name, key));
    let done = 0;
    await crew.makeAll(changed, this.#hands.workshop, ({ name, key }, made) => {
      this.#claim(name, key, made);
      done += 1;
      onProgress?.({ what: "make", done, of: changed.length });
    });
  }

  /** Adds pages that this thread makes itself. */
  async add({ name, key, pages }: OverviewPages): Promise<void> {
    if (key !== null && this.#keep(name, key)) return;
    const { workshop } = this.#hands;
    if (key !== null) this.#claim(name, key, await workshop.makePages(key, pages));
    else {
      const { files, shared, pages: paths, charts } = await workshop.bundle(pages());
      this.addFiles(files);
      this.#hands.output.share(workshop.sizesOf(shared));
      this.#count({ pages: paths.length, charts });
    }
  }

  addFiles(files: Bundle["files"]): void {
    for (const { path, content } of files) {
      this.#hands.output.add(path, content);
      this.#contents.push(sha256(content));
    }
  }

  /** Leaves what came of the order before where it is, if it is there and would come out the same. */
  #keep(name: string, key: string): boolean {
    const made = this.#hands.record.made(name, key);
    if (made === undefined || !this.#hands.output.keep(made)) return false;
    this.#record(name, key, made);
    return true;
  }

  #claim(name: string, key: string, made: Made): void {
    const short = inShort(name, made);
    this.#hands.output.claim(short.group, short.bytes);
    this.#hands.output.share(made.shared);
    this.#record(name, key, short);
  }

  #record(name: string, key: string, made: MadeInShort): void {
    this.#hands.record.add(name, key, made);
    this.#count(made);
    this.#contents.push(key);
  }

  #count({ pages, charts }: Pick<MadeInShort, "pages" | "charts">): void {
    this.pages += pages;
    this.charts += charts;
  }

  async install(toolVersion: string) {
    const content = sha256(this.#contents.sort().join(" "));
    const installed = await this.#hands.output.install(toolVersion, content);
    this.#hands.record.save(content);
    return installed;
  }
}
