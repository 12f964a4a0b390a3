import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { connect } from "../../src/remote/connection.js";
import { messagesIn } from "../../src/remote/heard.js";
import { UserError } from "../../src/user-error.js";

const hello = '{"kind":"hello","node":"v20.1.0"}';

async function heard(text: string, mostBytes?: number): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const message of messagesIn(Readable.from([Buffer.from(text)]), mostBytes)) all.push(message);
  return all;
}

describe("what another machine says", () => {
  it("begins with its greeting: what a login shell says before is left out", async () => {
    const said = await heard(`Welcome!\n{"kind":"line"}\n${hello}\r\n{"kind":"line","text":"ö"}\n`);
    expect(said).toEqual([JSON.parse(hello), { kind: "line", text: "ö" }]);
  });

  it.each(["logout", "null", "7", '{"kind":"line"}', '{"kind":"file","name":"a.json"}', '{"kind":"other"}'])(
    "is a mishap and no bug where it is no message: %s",
    async (line) => {
      const failed = heard(`${hello}\n${line}\n`);
      await expect(failed).rejects.toThrow(UserError);
      await expect(failed).rejects.toThrow(`it sent what is no message of Scalebook: ${line}`);
    },
  );

  it("is given up where a line has no end", async () => {
    await expect(heard("a".repeat(2 ** 20 + 1), 2 ** 20)).rejects.toThrow("it sent a line of more than 1 MB");
  });

  it("is not waited for without end either where it began with a greeting", async () => {
    const machine = await connect("lab1", ["sh", "-c", `echo '${hello}'; sleep 60`], "node", 300);
    const messages = machine.messages();
    expect((await messages.next()).value).toEqual(JSON.parse(hello));
    await expect(messages.next()).rejects.toThrow("the connection broke: it said nothing for 0.3 s");
  });

  it("is waited for as long as it says that it is there", async () => {
    const script = `echo '${hello}'; for i in 1 2 3; do sleep 0.2; echo '{"kind":"here"}'; done; echo '{"kind":"wanted","what":"study"}'`;
    const machine = await connect("lab1", ["sh", "-c", script], "node", 500);
    const messages = machine.messages();
    await messages.next();
    expect((await messages.next()).value).toEqual({ kind: "wanted", what: "study" });
  });

  it("is waited for so long, and what the client started ends with it", async () => {
    const machine = await connect("lab1", ["sh", "-c", "yes & yes"], "node", 300);
    await expect(machine.messages().next()).rejects.toThrow(
      "it did not answer in 0.3 s: see that `ssh lab1 node --version` does (nothing was said)",
    );
  });
});
