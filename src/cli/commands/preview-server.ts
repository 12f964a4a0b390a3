import { readFile, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { codeOf } from "../../record/files/regular-files.js";
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

/**
 * Serves the files of a folder to this machine alone. `orNext`: where the port is taken, any free one will do.
 * Throws a UserError where the folder holds no site or the port is taken.
 */
export async function serveFolder(folder: string, port: number, orNext: boolean): Promise<Server> {
  const root = resolve(folder);
  if (!(await isFile(join(root, "index.html")))) {
    throw new UserError(`${folder} holds no index.html: run scalebook build first, or name the site with --out`);
  }
  const server = createServer(async (request, response) => {
    const found = await findFile(root, request.url ?? "/");
    const type = TYPES[extname(found.path)] ?? "application/octet-stream";
    response.writeHead(found.status, { "content-type": type, "x-content-type-options": "nosniff" });
    response.end(request.method === "HEAD" ? undefined : found.body);
  });
  try {
    await listen(server, port);
  } catch (error) {
    if (orNext) await listen(server, 0);
    else throw refusedPort(port, error);
  }
  return server;
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

async function findFile(root: string, url: string): Promise<{ status: number; path: string; body: Buffer }> {
  const path = safePath(root, url);
  for (const file of path === null ? [] : [path, join(path, "index.html")]) {
    const body = await content(file);
    if (body !== null) return { status: 200, path: file, body };
  }
  const missing = join(root, "404.html");
  return { status: 404, path: missing, body: (await content(missing)) ?? Buffer.from("not found") };
}

/** The bytes of a file; `null` where it is none, or cannot be read: a build may be replacing it. */
async function content(path: string): Promise<Buffer | null> {
  return (await isFile(path)) ? readFile(path).catch(() => null) : null;
}

/** The file that a URL names, never one outside the folder; `null` for a malformed URL. */
function safePath(root: string, url: string): string | null {
  try {
    const { pathname } = new URL(url, "http://127.0.0.1");
    const path = join(root, normalize(decodeURIComponent(pathname)));
    return path === root || path.startsWith(root + sep) ? path : null;
  } catch {
    return null;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
