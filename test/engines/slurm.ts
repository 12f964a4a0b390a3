import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { isAlive } from "../alive.js";
import { freePort } from "../free-port.js";

/** A Slurm of our own with nodes on this machine, and with a munged of its own. */
export interface Slurm {
  /** What its programs find it by. */
  env: { SLURM_CONF: string };
  /** The process that stands for a node. */
  pidOf(node: string): number;
  startNode(node: string): Promise<void>;
  /** Waits until every node may be used. */
  allIdle(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one with these nodes, everything of it in this folder, and waits until its nodes may be used. */
export async function startSlurm(folder: string, nodes: readonly string[]): Promise<Slurm> {
  // munged wants everybody to reach its socket.
  chmodSync(folder, 0o755);
  for (const name of ["state", "log"]) mkdirSync(join(folder, name));
  const key = join(folder, "munge.key");
  writeFileSync(key, randomBytes(1024), { mode: 0o400 });
  const file = join(folder, "slurm.conf");
  const socket = join(folder, "munge.socket");
  const here = hostname();
  const lines = [
    "ClusterName=test",
    `SlurmctldHost=${here}`,
    `SlurmctldPort=${await freePort()}`,
    "AuthType=auth/munge",
    `AuthInfo=socket=${socket}`,
    ...["SlurmUser=root", "SlurmdUser=root"],
    `StateSaveLocation=${join(folder, "state")}`,
    `SlurmdSpoolDir=${join(folder, "spool-%n")}`,
    `SlurmctldPidFile=${join(folder, "slurmctld.pid")}`,
    `SlurmdPidFile=${join(folder, "%n.pid")}`,
    `SlurmctldLogFile=${join(folder, "log", "slurmctld.log")}`,
    `SlurmdLogFile=${join(folder, "log", "%n.log")}`,
    ...["ProctrackType=proctrack/linuxproc", "TaskPlugin=task/none", "SchedulerType=sched/backfill"],
    ...["SelectType=select/linear", "ReturnToService=2", "MpiDefault=none", "SlurmdTimeout=10"],
    "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP",
  ];
  for (const node of nodes) {
    lines.push(
      `NodeName=${node} NodeHostname=${here} NodeAddr=127.0.0.1 Port=${await freePort()} CPUs=2 State=UNKNOWN`,
    );
  }
  writeFileSync(file, `${lines.join("\n")}\n`);
  const env = { SLURM_CONF: file };
  const run = (program: string, ...args: string[]) => execa(program, args, { env, stdio: "ignore" });
  const inFolder = (name: string) => join(folder, name);
  const places = { "pid-file": "munge.pid", "log-file": "munge.log", "seed-file": "munge.seed" };
  const options = Object.entries(places).map(([name, path]) => `--${name}=${inFolder(path)}`);
  await run("munged", `--key-file=${key}`, `--socket=${socket}`, ...options);
  await run("slurmctld");
  const startNode = async (node: string) => void (await run("slurmd", "-N", node));
  for (const node of nodes) await startNode(node);
  const allIdle = async () => {
    const idle = `idle ${nodes.length}`;
    while ((await execa("sinfo", ["-h", "-o", "%T %D"], { env, reject: false })).stdout !== idle) await pause(200);
  };
  await allIdle();
  const pidIn = (name: string) => (existsSync(inFolder(name)) ? Number(readFileSync(inFolder(name), "utf8")) : 0);
  return {
    env,
    pidOf: (node) => pidIn(`${node}.pid`),
    startNode,
    allIdle,
    async stop() {
      for (const name of [...nodes, "slurmctld", "munge"]) {
        const pid = pidIn(`${name}.pid`);
        if (pid === 0 || !isAlive(pid)) continue;
        process.kill(pid, "SIGTERM");
        for (let tries = 0; tries < 100 && isAlive(pid); tries++) await pause(100);
        if (isAlive(pid)) process.kill(pid, "SIGKILL");
      }
    },
  };
}
