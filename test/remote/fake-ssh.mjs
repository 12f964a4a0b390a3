/**
 * Stands for the OpenSSH client: hosts are this machine, each with a folder of its own for what is kept there, and some are not well.
 * `node fake-ssh.mjs <folder> ... <host> <command>`
 */
import { spawn } from "node:child_process";
import { join } from "node:path";

const [folder, ...args] = process.argv.slice(2);
const [host, command] = args.slice(-2);

const unwell = {
  down: () => end(255, `ssh: connect to host ${host} port 22: Connection refused`),
  locked: () => end(255, `user@${host}: Permission denied (publickey,password).`),
  bare: () => end(127, "sh: 1: node: not found"),
  old() {
    console.log('{"kind":"hello","node":"v18.20.4"}');
  },
};
(unwell[host] ?? works)();

function end(code, words) {
  console.error(words);
  process.exitCode = code;
}

function works() {
  console.log("Welcome!\nYou have no mail.");
  const env = { ...process.env, SCALEBOOK_CACHE: join(folder, host) };
  const shell = spawn("sh", ["-c", command], { stdio: "inherit", env });
  shell.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
