import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, it } from "vitest";
import { mainScript } from "../../built.js";
import { workplace } from "../harness.js";

const { dir, env, scalebook } = workplace();

const RAYTRACER = `processors,throughput
1,20\n4,78\n8,130\n12,170\n16,190\n20,200\n24,210\n28,230\n32,260\n48,280\n64,310
`;

beforeAll(() => {
  writeFileSync(join(dir, "ray.csv"), RAYTRACER);
  writeFileSync(join(dir, "times.csv"), "n,wall_s\n1,10\n2,5.5\n4,3.25\n8,2.125\n");
  writeFileSync(join(dir, "bad.csv"), "workers,throughput\n1,20\n4,fast\n");
});

describe("scalebook fit", () => {
  it("prints the published figures of the ray tracer", async () => {
    const { stdout, exitCode } = await scalebook("fit", "ray.csv", "--model", "usl");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/alpha +0\.0577708 +0\.0132932 +0\.02712 to 0\.08842/);
    expect(stdout).toMatch(/gamma +21\.8488 +2\.19616/);
    expect(stdout).toContain("Peak   none: beta is 0");
    expect(stdout).toContain("Limit  378.2: gamma / alpha");
    expect(stdout).toContain("Residual standard error 9.336, 8 degrees of freedom");
    expect(stdout).toMatch(/64 +310\.000 +301\.392 +8\.608/);
  });

  it("gives JSON of one shape: model, parameters, peak, limit, and how far to believe them", async () => {
    const { stdout } = await scalebook("fit", "ray.csv", "--model", "usl", "--json");
    const json = JSON.parse(stdout);
    expect(json).toMatchObject({
      model: "usl",
      peak: null,
      scale: "plain",
      kind: "throughput",
      df: 8,
      converged: true,
    });
    expect(Object.keys(json.parameters)).toEqual(["alpha", "beta", "gamma"]);
    expect(json.parameters.alpha.estimate).toBeCloseTo(0.057771, 6);
    expect(json.parameters.alpha.standardError).toBeCloseTo(0.013293, 6);
    expect(json.parameters.alpha.interval).toHaveLength(2);
    expect(json.limit).toBeCloseTo(378.2, 1);
    expect(json.residuals).toHaveLength(11);
    expect(json.warnings.join()).toContain("beta lies on its bound");
  });

  it("reads standard input, and fits times of the same work", async () => {
    const args = [mainScript, "fit", "-", "--json", "--model", "amdahl"];
    const input = readFileSync(join(dir, "times.csv"));
    const { stdout } = await execa(process.execPath, args, { cwd: dir, env, input });
    // 1 s of 10 is serial.
    const { parameters, limit, kind, x, y } = JSON.parse(stdout);
    expect(parameters.alpha.estimate).toBeCloseTo(0.1, 9);
    expect(parameters.gamma.estimate).toBeCloseTo(0.1, 9);
    expect(limit).toBeCloseTo(1, 9);
    expect([kind, x, y]).toEqual(["time", "n", "wall_s"]);
  });

  it("fits on logs where asked, and says so", async () => {
    const { stdout } = await scalebook("fit", "ray.csv", "--log");
    expect(stdout).toContain("Amdahl's law, least squares on the logs of the geometric means of throughputs");
    expect(stdout).toMatch(/residual \(log\)/);
  });

  it("says what a table does not carry, and is done", async () => {
    writeFileSync(join(dir, "few.csv"), "workers,throughput\n1,10\n2,19\n4,33\n");
    const { stdout, exitCode } = await scalebook("fit", "few.csv");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("3 worker counts carry no model: measure at least 4, and 8 for a peak.");
    const json = JSON.parse((await scalebook("fit", "few.csv", "--json")).stdout);
    expect(json).toMatchObject({
      model: null,
      reason: "too-few-worker-counts",
      parameters: {},
      peak: null,
      limit: null,
    });
  });

  it("draws a picture", async () => {
    const { stdout, exitCode } = await scalebook("fit", "ray.csv", "--svg", "ray.svg");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Picture: ray.svg");
    expect(readFileSync(join(dir, "ray.svg"), "utf8")).toMatch(/^<svg xmlns=/);
  });

  it.each([
    [["fit"], "fit needs <csv>"],
    [["fit", "none.csv"], "cannot read none.csv"],
    [["fit", "bad.csv"], 'bad.csv line 3: throughput is "fast"'],
    [["fit", "ray.csv", "--x", "cores"], 'there is no column "cores" for --x: there are processors, throughput'],
    [["fit", "ray.csv", "--model", "linear"], '--model is "linear": give auto, usl, amdahl, gustafson'],
    [["fit", "ray.csv", "--kind", "latency"], '--kind is "latency": give throughput, time'],
    [["fit", "ray.csv", "--svg", "no/where.svg"], "cannot write no/where.svg: there is no such file or folder"],
  ])("%j is the user's mistake: %s", async (args, message) => {
    const { exitCode, stderr, stdout } = await scalebook(...args);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });
});
