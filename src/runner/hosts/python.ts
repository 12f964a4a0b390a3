import { packagePaths } from "../../package-paths.js";
import type { HostLanguage } from "./language.js";

const COMPILE = "import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2], doraise=True)";

export const language: HostLanguage = {
  title: "Python",
  programs: process.platform === "win32" ? ["python", "python3", "py"] : ["python3", "python"],
  oldest: [3, 9],
  // -B: no compiled files beside the user's own.
  words: (program, compiled = packagePaths.pythonHost) => [program, "-B", compiled],
  compile: (program, target) => [program, "-B", "-c", COMPILE, packagePaths.pythonHost, target],
  compiledEnding: ".pyc",
  remedy: "install it (python.org, or the package python3 of your system), or name one with --interpreter",
  slowToLoad: 'what it does at once belongs below if __name__ == "__main__":',
  taskTakesSize: true,
  endings: ["py"],
};
