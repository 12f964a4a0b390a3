import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, it } from "vitest";
import { mainScript } from "../../built.js";
import { workplaceInside } from "../harness.js";

const { dir, env, scalebook } = workplaceInside();

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

  it("names the columns that it used, what each was read as, and every law that auto judged", async () => {
    writeFileSync(join(dir, "pernode.csv"), "nodes,tasks_per_node,time_s\n1,4,100\n2,4,52\n4,4,28\n8,4,17\n");
    const { stdout } = await scalebook("fit", "pernode.csv");
    expect(stdout).toContain("Read: nodes as workers, time_s as time; not used: tasks_per_node.\n");
    expect(stdout).toContain("- Amdahl's law: chosen.\n");
    expect(stdout).toMatch(/- Universal Scalability Law: left out, as it needs 8 worker counts/);
    const json = JSON.parse((await scalebook("fit", "pernode.csv", "--json")).stdout);
    expect(json.columns).toEqual([
      { name: "nodes", readAs: "workers" },
      { name: "time_s", readAs: "time" },
      { name: "tasks_per_node", readAs: null },
    ]);
    // About 5 % is serial: of 8 nodes' speed-up of 100 / 17 by Karp and Flatt's formula.
    const serial = (17 / 100 - 1 / 8) / (1 - 1 / 8);
    expect(Math.abs(json.parameters.alpha.estimate - serial)).toBeLessThan(0.01);
    expect(json.laws.map((law: { model: string }) => law.model)).toEqual(["amdahl", "usl", "gustafson"]);
  });

  it("says before the figures that sizes are mixed, and fits one of them alone", async () => {
    const sizes = "100,1,1.0 100,2,0.6 100,4,0.4 100,8,0.35 1000,1,10 1000,2,5.2 1000,4,2.7 1000,8,1.5";
    writeFileSync(join(dir, "mixed.csv"), `size,threads,time\n${sizes.replaceAll(" ", "\n")}\n`);
    const { stdout } = await scalebook("fit", "mixed.csv");
    const note =
      "- The rows mix 2 levels of size (100 and 1000), and are fitted as one. Fit each alone, such as --only size=100.";
    expect(stdout.indexOf(note)).toBeGreaterThan(0);
    expect(stdout.indexOf(note)).toBeLessThan(stdout.indexOf("alpha"));
    const alone = await scalebook("fit", "mixed.csv", "--only", "size=1000");
    expect(alone.stdout).toContain("mixed.csv: 4 measurements of time");
    expect(alone.stdout).toContain("not used: size. Only rows with size = 1000.");
    expect(alone.stdout).not.toContain("The rows mix");
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
