import { constants } from "node:fs";
import { access, type FileHandle, open, realpath } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize, relative, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { codeOf, fileError } from "../../record/files/regular-files.js";
import { UserError } from "../../user-error.js";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".xml": "application/xml; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gz": "application/gzip",
  ".txt": "text/plain; charset=utf-8",
};

/** The body where the site has no page for what is missing. */
const NOT_FOUND = "not found";

/**
 * Serves the files of a folder to this machine alone. `orNext`: where the port is taken, any free one will do.
 * Throws a UserError where the folder holds no site or the port is taken.
 */
export async function serveFolder(folder: string, port: number, orNext: boolean): Promise<Server> {
  const root = await realpath(resolve(folder)).catch(() => null);
  const entrance = root === null ? null : await openInside(root, join(root, "index.html"));
  await entrance?.handle.close();
  if (root === null || entrance === null) {
    await refuseUnreadable(folder);
    throw new UserError(`${folder} holds no index.html: run scalebook build first, or name the site with --out`);
  }
  const server = createServer((request, response) => {
    answer(root, request, response).catch(() => response.destroy());
  });
  try {
    await listen(server, port);
  } catch (error) {
    if (orNext) await listen(server, 0);
    else throw refusedPort(port, error);
  }
  return server;
}

/** Throws a UserError for a site that is there and cannot be read. */
async function refuseUnreadable(folder: string): Promise<void> {
  await access(join(folder, "index.html"), constants.R_OK).catch((error: unknown) => {
    if (!["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) throw fileError(`cannot read ${folder}`, error);
  });
}

function refusedPort(port: number, error: unknown): unknown {
  const why = { EADDRINUSE: "is taken", EACCES: "is kept for administrators" }[codeOf(error) ?? ""];
  if (why === undefined) return error;
  return new UserError(`port ${port} ${why}: give another with --port, or 0 for any free one`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolvePort, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolvePort();
    });
  });
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = "/" } = request;
  if (method !== "GET" && method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const found = await findFile(root, url);
  if ("folder" in found) {
    // Links of a page are relative to its folder.
    response.writeHead(302, { location: `${found.folder}${urlOf(url).search}` }).end();
    return;
  }
  const { status, path, file } = found;
  response.writeHead(status, {
    "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    "content-length": file?.size ?? NOT_FOUND.length,
    "x-content-type-options": "nosniff",
  });
  if (file === null) response.end(method === "HEAD" ? "" : NOT_FOUND);
  else if (method === "HEAD" || file.size === 0) {
    await file.handle.close();
    response.end();
    // As a stream: a run file may be larger than the memory.
  } else await pipeline(file.handle.createReadStream({ end: file.size - 1 }), response);
}

interface OpenFile {
  handle: FileHandle;
  size: number;
}

type Found = { status: number; path: string; file: OpenFile | null } | { folder: string };

/** The file of a URL; the path of a folder that the URL names without its slash; else the page for what is missing. */
async function findFile(root: string, url: string): Promise<Found> {
  const path = safePath(root, url);
  if (path !== null) {
    const hasSlash = pathnameOf(url).endsWith("/");
    const file = hasSlash ? null : await openInside(root, path);
    if (file !== null) return { status: 200, path, file };
    const index = join(path, "index.html");
    const page = await openInside(root, index);
    if (page !== null && hasSlash) return { status: 200, path: index, file: page };
    if (page !== null) {
      await page.handle.close();
      const parts = relative(root, path).split(sep).filter(Boolean);
      return { folder: `/${parts.map((part) => `${encodeURIComponent(part)}/`).join("")}` };
    }
  }
  const missing = join(root, "404.html");
  return { status: 404, path: missing, file: await openInside(root, missing) };
}

/** A regular file of the site, open; `null` where there is none that can be read, or a link to it leads out of the site. */
async function openInside(root: string, path: string): Promise<OpenFile | null> {
  let handle: FileHandle | undefined;
  try {
    const real = await realpath(path);
    if (!real.startsWith(root + sep)) return null;
    // A pipe would be waited for.
    handle = await open(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (stats.isFile()) return { handle, size: stats.size };
  } catch {
    // Missing, not to be read, or replaced by a build at this moment.
  }
  await handle?.close();
  return null;
}

/** The file that a URL names, never one outside the folder; `null` for a malformed URL. */
function safePath(root: string, url: string): string | null {
  try {
    const path = join(root, normalize(decodeURIComponent(pathnameOf(url))));
    const whole = path.endsWith(sep) ? path.slice(0, -1) : path;
    return whole === root || whole.startsWith(root + sep) ? whole : null;
  } catch {
    return null;
  }
}

function pathnameOf(url: string): string {
  return urlOf(url).pathname;
}

/** What a request asks for; of a path that begins with two slashes the first part is no host. */
function urlOf(url: string): URL {
  return new URL(url.startsWith("/") ? `http://127.0.0.1${url}` : url, "http://127.0.0.1");
}
