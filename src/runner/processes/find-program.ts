import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { basename, delimiter, resolve } from "node:path";

/**
 * The file that is started by that name: a path from `folder`, or a name in the folders of `path` (the variable PATH);
 * `null` where there is none. On Windows, where names have endings that may be left out, only what is there under its
 * whole name is found.
 */
export function findProgram(program: string, folder: string, path = ""): string | null {
  const places = /[/\\]/.test(program)
    ? [resolve(folder, program)]
    : path.split(delimiter).map((place) => resolve(folder, place, program));
  return places.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Longest first line that a kernel reads. */
const LONGEST_LINE = 256;

/**
 * The program that a script names in its first line (`#!/usr/bin/env python3`: python3), with a carriage return where the line ends
 * with one; `null` of a file that names none.
 */
export function namedInFirstLine(file: string): string | null {
  const [, program = "", rest = ""] = /^#![ \t]*([^ \t]+)(.*)$/s.exec(firstLine(file)) ?? [];
  if (basename(program) !== "env") return program || null;
  return rest.split(/[ \t]+/).find((word) => word !== "" && !word.startsWith("-") && !word.includes("=")) ?? program;
}

function firstLine(file: string): string {
  try {
    const opened = openSync(file, "r");
    try {
      const start = Buffer.alloc(LONGEST_LINE);
      return start.toString("latin1", 0, readSync(opened, start)).split("\n", 1)[0] ?? "";
    } finally {
      closeSync(opened);
    }
  } catch {
    // What may be executed need not be readable.
    return "";
  }
}
