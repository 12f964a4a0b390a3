import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../free-port.js";

/** A real sshd of our own on a free port of this machine. */
export interface Sshd {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** Starts one, with its keys in this folder: whoever has the key there may enter as the user that we are. */
export async function startSshd(folder: string): Promise<Sshd> {
  // As root, sshd wants the folder of its unprivileged half, which a package makes at the start of the machine alone.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  for (const name of ["host-key", "key"])
    spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, name)], { stdio: "ignore" });
  const port = await freePort();
  const lines = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${join(folder, "host-key")}`,
    `AuthorizedKeysFile ${join(folder, "key.pub")}`,
    `PidFile ${join(folder, `sshd-${port}.pid`)}`,
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "AcceptEnv SCALEBOOK_CACHE",
    `SetEnv PATH=${dirname(process.execPath)}:/usr/bin:/bin`,
  ];
  const file = join(folder, `sshd-${port}.conf`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  const child = spawn("/usr/sbin/sshd", ["-D", "-f", file, "-E", join(folder, `sshd-${port}.log`)], {
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`sshd ended: look in ${folder}`);
    await pause(20);
  }
  return {
    port,
    pid: child.pid ?? 0,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** SCALEBOOK_SSH for hosts of these names, each with a folder of its own for what is kept there. */
export function sshTo(folder: string, hosts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(hosts).map(
    ([host, port]) => `Host ${host}\n  Port ${port}\n  SetEnv SCALEBOOK_CACHE=${join(folder, host)}\n`,
  );
  const all = [
    "HostName 127.0.0.1",
    `User ${userInfo().username}`,
    `IdentityFile ${join(folder, "key")}`,
    "IdentitiesOnly yes",
    "StrictHostKeyChecking no",
    "UserKnownHostsFile /dev/null",
    "LogLevel ERROR",
  ];
  const file = join(folder, "ssh-config");
  writeFileSync(file, `${entries.join("")}Host *\n  ${all.join("\n  ")}\n`);
  return `ssh -F ${file}`;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const isThere = await once(socket, "data").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isThere;
}
