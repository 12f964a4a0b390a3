import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPlaceholders, fillIn, meaningfulFactors, splitCommand } from "../../src/study/command-line.js";
import { matrix, type PlannedCell } from "../../src/study/study.js";
import { UserError } from "../../src/user-error.js";

const posix = (line: string) => splitCommand(line, "--command", false);
const windows = (line: string) => splitCommand(line, "--command", true);

describe("splitCommand", () => {
  it.each([
    ["env W={workers} sleep 0.05", ["env", "W={workers}", "sleep", "0.05"]],
    ["  a \t b\n c ", ["a", "b", "c"]],
    [`python3 -c 'print("a b")'`, ["python3", "-c", 'print("a b")']],
    ['echo "a \\"b\\" \\$c \\d"', ["echo", 'a "b" $c \\d']],
    ["a\\ b c\\'d", ["a b", "c'd"]],
    [`x'y'"z"`, ["xyz"]],
    [`a '' ""`, ["a", "", ""]],
    ["a \\\n  b", ["a", "b"]],
    ["find . -name x -exec rm {} \\;", ["find", ".", "-name", "x", "-exec", "rm", "{}", ";"]],
    ["grep 'a|b' x>y?z=1&c=2", ["grep", "a|b", "x>y?z=1&c=2"]],
    ["end\\", ["end\\"]],
  ])("splits %j", (line, words) => {
    expect(posix(line)).toEqual(words);
  });

  it("leaves the backslashes of paths alone on Windows", () => {
    expect(windows('C:\\Tools\\run.exe "C:\\My Files\\x" say\\"hi\\"')).toEqual([
      "C:\\Tools\\run.exe",
      "C:\\My Files\\x",
      'say"hi"',
    ]);
  });

  it.each([
    ["", "is empty"],
    ["   ", "is empty"],
    ["'' x", "is empty"],
    ["echo 'a", "not closed: 'a"],
    ['echo "a', 'not closed: "a'],
    ["a | b", "has | outside of quotes"],
    ["a && b", "--shell"],
    ["a; b", "has a; outside"],
    ["a > out.txt", "has >"],
    ["a 2>/dev/null", "has 2>/dev/null"],
    ["a $(nproc)", "has $(nproc)"],
  ])("refuses %j", (line, message) => {
    expect(() => posix(line)).toThrow(UserError);
    expect(() => posix(line)).toThrow(message);
  });

  const quotings = [
    (word: string) => `'${word.replaceAll("'", "'\\''")}'`,
    (word: string) => `"${word.replace(/[\\"$`]/g, "\\$&")}"`,
    (word: string) => `${word.replace(/[^\n]/gu, "\\$&").replaceAll("\n", "'\n'")}''`,
  ];

  it("gives back the words of any line that a shell would read so", () => {
    const word = fc.record({ text: fc.string({ unit: "grapheme" }), quoting: fc.nat(quotings.length - 1) });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.constantFrom(" ", "\t", " \n "), (words, gap) => {
        const texts = ["program", ...words.map(({ text }) => text)];
        const line = ["program", ...words.map(({ text, quoting }) => quotings[quoting]?.(text))].join(gap);
        expect(posix(line)).toEqual(texts);
      }),
    );
  });

  it("answers any text with words or a UserError", () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (line, onWindows) => {
        try {
          expect(splitCommand(line, "--command", onWindows).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

const cell: PlannedCell = {
  workload: "command",
  strategy: "command",
  workers: 4,
  tasks: 8,
  n: 1_000_000,
  more: { mode: "a b" },
};

describe("fillIn", () => {
  it("puts levels in their places and leaves other braces alone", () => {
    expect(fillIn("x {n} -w{workers} {tasks} {mode} {} {print $1} {toString}", cell)).toBe(
      "x 1000000 -w4 8 a b {} {print $1} {toString}",
    );
  });
});

it("checkPlaceholders names what was meant", () => {
  expect(() => checkPlaceholders("x {worker}", "--command")).toThrow("--command has {worker}: did you mean {workers}?");
  expect(() => checkPlaceholders("awk '{print $1}' {n} {x} {constructor}", "--command")).not.toThrow();
});

it("meaningfulFactors are those that the lines mention and those that vary", () => {
  const about = { id: "e", title: "t", question: "q", matrix: [matrix({ workload: [], strategy: [], n: [] })] };
  const other = { ...cell, tasks: 9 };
  expect(meaningfulFactors({ ...about, command: "x" }, [cell])).toEqual({ n: false, tasks: false });
  expect(meaningfulFactors({ ...about, command: "x" }, [cell, other])).toEqual({ n: false, tasks: true });
  expect(meaningfulFactors({ ...about, command: "x", hooks: { setup: "make {n}" } }, [cell])).toEqual({
    n: true,
    tasks: false,
  });
});
