import { expect, it } from "vitest";
import { lastWords } from "../../../src/runner/trials/last-words.js";

it.each([
  [
    "Node",
    `node:internal/modules/cjs/loader:1215
  throw err;
  ^

Error: Cannot find module '/x/y.js'
    at Module._resolveFilename (node:internal/modules/cjs/loader:1212:15)
    at main (/x/main.js:3:1)
    at node:internal/main/run_main_module:28:49 {
  code: 'MODULE_NOT_FOUND',
  requireStack: []
}

Node.js v20.20.2`,
    ["Error: Cannot find module '/x/y.js'", "    at main (/x/main.js:3:1)"],
  ],
  [
    "Python",
    `Traceback (most recent call last):
  File "/x/work.py", line 3, in <module>
    work()
ValueError: size is 0`,
    ["ValueError: size is 0", '  File "/x/work.py", line 3, in <module>', "    work()"],
  ],
  [
    "Python's faulthandler",
    `Fatal Python error: Segmentation fault

Current thread 0x00007f (most recent call first):
  File "/x/work.py", line 3 in f
  File "/lib/host.py", line 99 in <module>`,
    ["Fatal Python error: Segmentation fault"],
  ],
  [
    "Java",
    `Exception in thread "main" java.lang.IllegalStateException: no
	at Main.main(Main.java:3)`,
    ['Exception in thread "main" java.lang.IllegalStateException: no', "	at Main.main(Main.java:3)"],
  ],
  [
    "Ruby",
    "a.rb:2:in `f': no (RuntimeError)\n\tfrom a.rb:4:in `<main>'\n",
    ["a.rb:2:in `f': no (RuntimeError)", "\tfrom a.rb:4:in `<main>'"],
  ],
  [
    "a program with a hint below its error",
    "ls: unrecognized option '--x'\nTry 'ls --help' for more information.\n",
    ["ls: unrecognized option '--x'", "Try 'ls --help' for more information."],
  ],
  [
    "a program with its usage above its error",
    "usage: x [-h]\nx: error: unrecognized arguments: --y\n",
    ["x: error: unrecognized arguments: --y", "usage: x [-h]"],
  ],
  [
    "npm",
    `npm error Missing script: "biuld"
npm error
npm error To see a list of scripts, run:
npm error   npm run
npm error A complete log of this run can be found in: /x/debug-0.log
`,
    ['npm error Missing script: "biuld"', "npm error To see a list of scripts, run:", "npm error   npm run"],
  ],
  ["a program with one word", "no\n", ["no"]],
  ["a program that says nothing", "\n", [""]],
])("the error of %s comes first, then what stands around it", (_, stderr, lines) => {
  expect(lastWords(stderr).split("\n")).toEqual(lines);
});
