/** A file of the site; from a bundle that was kept, it comes as bytes. */
interface BundledFile {
  path: string;
  content: string | Uint8Array;
}

/** Pages that were made together, with their files. */
export interface Bundle {
  files: BundledFile[];
  /** Paths of files that other pages have as well; their content is kept apart. */
  shared: string[];
  /** Paths of the pages among the files, in order. */
  pages: string[];
  charts: number;
}

interface Header extends Omit<Bundle, "files"> {
  files: [path: string, bytes: number][];
}

/** A bundle as bytes: a line of JSON that says what follows, then the files one after the other. */
export function packBundle({ files, shared, pages, charts }: Bundle): Buffer {
  const contents = files.map(({ content }) => (typeof content === "string" ? Buffer.from(content) : content));
  const header: Header = {
    files: files.map(({ path }, index) => [path, contents[index]?.byteLength ?? 0]),
    shared,
    pages,
    charts,
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...contents]);
}

export function unpackBundle(bytes: Buffer): Bundle {
  const end = bytes.indexOf("\n");
  const { files, shared, pages, charts } = JSON.parse(bytes.toString("utf8", 0, end)) as Header;
  let from = end + 1;
  return {
    files: files.map(([path, size]) => {
      const content = bytes.subarray(from, from + size);
      from += size;
      return { path, content };
    }),
    shared,
    pages,
    charts,
  };
}
