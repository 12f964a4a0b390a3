import { spawnSync } from "node:child_process";
import { mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readInput } from "../../../src/cli/options/read-input.js";

const MAKE_PIPE = "mkfifo";
const TABLE = "strategy,workers,wall_s\na,1,4\na,2,2.1\n";

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "scalebook-input-")), name);
  await writeFile(file, content);
  return file;
}

describe("a file that a person names", () => {
  test("is read, packed or not, whatever its name", async () => {
    expect((await readInput(await written("t.csv", TABLE))).text).toBe(TABLE);
    expect((await readInput(await written("t.csv.gz", gzipSync(TABLE)))).text).toBe(TABLE);
    expect((await readInput(await written("packed", gzipSync(TABLE)))).text).toBe(TABLE);
  });

  test("may be a link or a pipe", async () => {
    const file = await written("t.csv", TABLE);
    await symlink(file, `${file}.link`);
    expect((await readInput(`${file}.link`)).text).toBe(TABLE);
    const pipe = `${file}.pipe`;
    expect(spawnSync(MAKE_PIPE, [pipe]).status).toBe(0);
    const reading = readInput(pipe);
    await writeFile(pipe, gzipSync(TABLE));
    expect(await reading).toMatchObject({ text: TABLE, name: "pipe" });
  });

  test.each([
    ["is missing", "/nowhere/t.csv", /^cannot read \/nowhere\/t\.csv: there is no such file or folder \(ENOENT\)$/],
    ["is a folder", tmpdir(), /: is a folder, not a file$/],
    ["is a device", "/dev/null", /: is not a regular file$/],
  ])("is refused where it %s", async (_, file, message) => {
    await expect(readInput(file)).rejects.toThrow(message);
  });

  test("is refused where it is damaged, too large or no text", async () => {
    await expect(readInput(await written("t.gz", gzipSync(TABLE).subarray(0, 20)))).rejects.toThrow(
      /t\.gz: is compressed and cannot be unpacked: it is cut short or damaged$/,
    );
    await expect(readInput(await written("t.gz", gzipSync(Buffer.alloc(100_000_001))))).rejects.toThrow(
      /t\.gz: is larger than 100 MB: give a part of it$/,
    );
    await expect(readInput(await written("t.csv", Buffer.from([0x61, 0xe9, 0x0a])))).rejects.toThrow(
      /t\.csv: is not UTF-8 text: save it as UTF-8$/,
    );
  });
});
