import type { Run } from "../../src/record/schema/run-schema.js";
import { makeRun } from "./sample-runs.js";

/** Text that tries to be markup, a template, a link, a formula, TeX, or to turn the line around. */
export const ATTACKS = [
  `"><script>alert(1)</script>`,
  "<img src=x onerror=alert(2)>",
  "</title></style><svg onload=alert(3)>",
  "{{constructor.constructor('alert(4)')()}} {{{svg}}}",
  "' onmouseover='alert(5)",
  "javascript:alert(6)",
  "\u202egnirts\u202c \u2066x\u2069 \u0000\u0007\u001b[31m \ud800 lone \udc00 \u0085\ufeff\uffff",
  "=HYPERLINK(1) \\input{/etc/passwd} %n ]]> <!-- --> &lt; &#60;",
  `"]; datum.x; href`,
];

const EVERYTHING = ATTACKS.join(" ");

/** A run that the schema lets pass, with an attack in every place that holds text, and figures at their limits. */
export function hostileRun(): Run {
  const more = { trick: EVERYTHING.slice(0, 200) };
  const ok = (wallMs: number) => ({ block: 0, status: "ok" as const, wallMs });
  const cells = [
    { factors: { strategy: "process-pool", workers: 1, tasks: 8, more }, trials: [ok(3.2e11)] },
    { factors: { strategy: "process-pool", workers: 2, tasks: 8, more }, trials: [ok(1e-9)] },
    { factors: { strategy: "process-pool", workers: 1_000_000_000, tasks: 8, more }, trials: [ok(0)] },
    { factors: { strategy: "constructor", workers: 1, tasks: 8, more }, trials: [ok(5)] },
    { factors: { strategy: "to-string", workers: 4, tasks: 8, more }, trials: [ok(7)] },
    {
      factors: { strategy: "process-pool", workers: 4, tasks: 8, more },
      dropped: EVERYTHING,
      trials: [{ block: 0, status: "failed" as const, reason: "task-error", detail: EVERYTHING, wallMs: null }],
    },
    { factors: { strategy: "value-of", workers: 2, n: 1e15, workload: "x" }, trials: [ok(1)] },
    { factors: { strategy: "value-of", workers: 2, n: 0, workload: "x" }, trials: [ok(2)] },
  ];
  return makeRun({
    id: "20261123t000000z-hostile-abcdef",
    study: "hostile",
    startedAt: "2026-11-23T00:00:00.000Z",
    finishedAt: "2026-11-23T00:00:01.000Z",
    label: EVERYTHING,
    hypothesis: EVERYTHING,
    machine: { id: "evil", name: EVERYTHING, cpuModel: EVERYTHING, platform: EVERYTHING, logicalCores: 1_000_000_000 },
    software: {
      tool: { name: EVERYTHING, version: EVERYTHING },
      node: EVERYTHING,
      environment: { [EVERYTHING.slice(0, 150)]: EVERYTHING },
      execArgv: [EVERYTHING],
    },
    command: EVERYTHING,
    commit: { hash: EVERYTHING, dirty: true },
    experiments: [
      {
        id: "limits",
        title: EVERYTHING,
        question: EVERYTHING,
        division: "tasks",
        program: { files: [{ path: EVERYTHING, sha256: "0".repeat(64), bytes: 1 }], interpreter: EVERYTHING },
        programs: {
          [EVERYTHING]: {
            ...{ files: [], command: EVERYTHING, path: EVERYTHING, version: EVERYTHING },
            packages: [{ name: EVERYTHING, version: EVERYTHING }],
          },
        },
        workloads: { x: { title: EVERYTHING, bound: "cpu" } },
        cells,
      },
    ],
  });
}
