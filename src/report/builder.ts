import { sha256 } from "../record/id.js";
import type { Bundle } from "./bundle.js";
import type { Crew } from "./crew.js";
import type { Unit } from "./orders.js";
import type { Output } from "./output.js";
import type { OverviewPages } from "./overview.js";
import type { SiteRecord } from "./site-record.js";
import type { Made, Workshop } from "./workshop.js";

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
  readonly #pages: string[][] = [];
  readonly #contents: string[] = [];
  charts = 0;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  /** Paths of all pages, in order. */
  get pages(): string[] {
    return this.#pages.flat().sort();
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
      const { files, pages: paths, charts } = await workshop.bundle(pages());
      this.addFiles(files);
      this.#count({ pages: paths, charts });
    }
  }

  addFiles(files: Bundle["files"]): void {
    for (const { path, content } of files) {
      this.#hands.output.add(path, content);
      this.#contents.push(sha256(content));
    }
  }

  /** Leaves what came of the order before where it is, if all of it is there and would come out the same. */
  #keep(name: string, key: string): boolean {
    const made = this.#hands.record.made(name, key);
    if (made === undefined || !this.#hands.output.keep(made.files)) return false;
    this.#hands.record.add(name, key, made);
    this.#count(made);
    this.#contents.push(key);
    return true;
  }

  #claim(name: string, key: string, made: Made): void {
    this.#hands.output.claim(made.files);
    this.#hands.record.add(name, key, made);
    this.#count(made);
    this.#contents.push(key);
  }

  /** Keeps of what was made no more than that: a large archive has hundreds of thousands of files. */
  #count({ pages, charts }: Pick<Made, "pages" | "charts">): void {
    this.#pages.push(pages);
    this.charts += charts;
  }

  async install(toolVersion: string) {
    const content = sha256(this.#contents.sort().join(" "));
    const installed = await this.#hands.output.install(toolVersion, content);
    this.#hands.record.save(content);
    return installed;
  }
}
