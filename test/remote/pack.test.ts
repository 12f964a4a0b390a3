import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { pack } from "../../src/remote/pack.js";

const a = { path: "a.txt", content: Buffer.from("first") };
const b = { path: "b/b.txt", content: Buffer.from([0, 255]) };

describe("a pack", () => {
  it("has the same hash for the same files in any order, and another for other content or names", () => {
    const { hash } = pack([a, b]);
    expect(pack([b, a]).hash).toBe(hash);
    expect(pack([a, { ...b, content: Buffer.from([0, 254]) }]).hash).not.toBe(hash);
    expect(pack([a, { ...b, path: "b/c.txt" }]).hash).not.toBe(hash);
  });

  it("is a line of paths and sizes, and the bytes of the files behind it", () => {
    const { bytes, hash } = pack([b, a]);
    const whole = gunzipSync(bytes);
    expect(createHash("sha256").update(whole).digest("hex")).toBe(hash);
    const end = whole.indexOf("\n");
    expect(JSON.parse(whole.toString("utf8", 0, end))).toEqual([
      { path: "a.txt", bytes: 5 },
      { path: "b/b.txt", bytes: 2 },
    ]);
    expect(whole.subarray(end + 1)).toEqual(Buffer.concat([a.content, b.content]));
  });
});
