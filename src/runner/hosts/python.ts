import { packagePaths } from "../../package-paths.js";
import type { HostLanguage } from "./language.js";

export const language: HostLanguage = {
  title: "Python",
  programs: process.platform === "win32" ? ["python", "python3", "py"] : ["python3", "python"],
  oldest: [3, 9],
  // -B: no compiled files beside the user's own.
  words: (program) => [program, "-B", packagePaths.pythonHost],
  remedy: "install it (python.org, or the package python3 of your system), or name one with --interpreter",
  endings: ["py"],
};
