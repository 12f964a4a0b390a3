import { type Supply, supplyOf, type ToolSource } from "./tool-source.js";

/** What a file for a CI service is made from. */
export interface PagesInput {
  source: ToolSource;
  /** Folder of the run files, in the repository. */
  runsDir: string;
}

/** A service that publishes sites from a repository. */
export interface PagesHost {
  /** Path of the file in a repository. */
  file: string;
  text: (input: PagesInput) => string;
  /** What is left to do there, after the commit; "" where nothing is. */
  next: string;
}

/** Versions of the actions, all of GitHub's own. */
export const ACTIONS = {
  checkout: "actions/checkout@v7",
  node: "actions/setup-node@v7",
  cache: "actions/cache@v5",
  configure: "actions/configure-pages@v6",
  upload: "actions/upload-pages-artifact@v5",
  deploy: "actions/deploy-pages@v5",
  artifact: "actions/upload-artifact@v6",
  artifacts: "actions/download-artifact@v7",
};

/** Folder in which a build keeps its pages for the next one. */
const CACHE = ".scalebook-cache";
const NODE = 24;

export const PUBLISH_JOB = `  publish:
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: \${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: ${ACTIONS.deploy}
`;

export const pagesHosts = {
  github: {
    file: ".github/workflows/scalebook-pages.yml",
    text: githubWorkflow,
    next: "then on GitHub choose Settings, Pages, Source: GitHub Actions",
  },
  gitlab: { file: ".gitlab-ci.yml", text: gitlabPipeline, next: "" },
} satisfies Record<string, PagesHost>;

/** What the workflow of a check is made from. */
interface CheckInput {
  source: ToolSource;
  /** The module whose two versions are measured. */
  module: string;
}

export const checkFile = ".github/workflows/scalebook-check.yml";

/** Folder of the one run of a check: not that of the repository's runs, whose latest may be another. */
const CHECK_RUNS = "scalebook-check";
/** What the recording of a check printed. */
const RECORD_LOG = '"$RUNNER_TEMP/scalebook-check.log"';

/**
 * A workflow that measures what a pull request changes: its base and its head in one sitting. It runs code of the request, so it
 * may read the repository and no more, and text of the request reaches no script but through the environment.
 */
export function checkWorkflow({ source, module }: CheckInput): string {
  const supply = supplyOf(source);
  const record = `${supply.scalebook} run --git "origin/$BASE_REF...HEAD" --module "$MODULE" --strategies thread-pool --twin --blocks 20 --runs-dir ${CHECK_RUNS}`;
  const check = `${supply.scalebook} check latest --runs-dir ${CHECK_RUNS} --format md >> "$GITHUB_STEP_SUMMARY"`;
  // Indented, it is no Markdown.
  const notMeasured = `{ echo "### Not measured"; echo; tail -n 20 ${RECORD_LOG} | sed "s/^/    /"; } >> "$GITHUB_STEP_SUMMARY"`;
  return `# Measures what a pull request changes: HEAD and the commit of the base that it starts from, called merge-base, in turn
# within one job, and merge-base a second time, to see what it differs by from itself. The summary of the job has the
# verdict. ${supply.words}
# Where the module needs packages, give the recording how to build: --build 'npm ci --ignore-scripts'
# A pool of threads on 1, 2 and 4 workers is measured: --strategies and --workers name others; all take longer.
name: Scalebook check

on:
  pull_request:

permissions:
  contents: read

concurrency:
  group: scalebook-check-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      # Both versions are checked out from the history.
${installSteps(supply, { depth: 0 })}
      - name: Measure base and head in turn
        env:
          BASE_REF: \${{ github.base_ref }}
          MODULE: ${quoted(module)}${under("run: |", ["set -o pipefail", `${record} 2>&1 | tee ${RECORD_LOG}`], 8)}
      - name: Say why it was not measured
        if: failure()${under("run: |", [notMeasured], 8)}
      # Fails where something is slower or scales worse; the summary is written either way.
      - name: Check${under("run: |", [check], 8)}
      - uses: ${ACTIONS.artifact}
        if: always()
        with:
          name: scalebook-run
          path: ${CHECK_RUNS}
          if-no-files-found: ignore
`;
}

/**
 * A workflow that builds the site of the recorded runs and publishes it on GitHub Pages. The job that runs code may only
 * read; the one that publishes runs nothing but GitHub's own action.
 */
function githubWorkflow({ source, runsDir }: PagesInput): string {
  const supply = supplyOf(source);
  const watched = source.kind === "itself" ? [] : [`${runsDir}/**`, ...supply.files, pagesHosts.github.file];
  return `${head("GitHub Pages", supply)}
# Turn Pages on once: Settings, Pages, Source: GitHub Actions.
name: Scalebook site

on:
  push:${under("paths:", watched.map(item), 4)}
  workflow_dispatch:

# No rights but those that a job names.
permissions: {}

# One publication at a time, and none is cut short.
concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  build:
    if: github.ref_name == github.event.repository.default_branch
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
      pages: read
    steps:
${installSteps(supply)}
${siteSteps(supply, runsDir)}
${PUBLISH_JOB}`;
}

/** The steps of a job that begin with the repository, `depth` commits of it, and end with Scalebook. */
export function installSteps(supply: Supply, { depth, node = String(NODE) }: { depth?: number; node?: string } = {}) {
  return `      - uses: ${ACTIONS.checkout}
        with:${depth === undefined ? "" : `\n          fetch-depth: ${depth}`}
          persist-credentials: false
      - uses: ${ACTIONS.node}
        with:
          node-version: ${node}
      - name: Install Scalebook${under("env:", pairs(supply.variables), 8)}${under("run: |", supply.install, 8)}`;
}

/** The steps that build the site and hand it to {@link PUBLISH_JOB}; `before` stands right before the build. */
export function siteSteps(supply: Supply, runsDir: string, before = ""): string {
  return `      # Pages that no new run touches are taken from the build before.
      - uses: ${ACTIONS.cache}
        with:
          path: ${CACHE}
          key: scalebook-\${{ github.run_id }}
          restore-keys: scalebook-
      - id: pages
        uses: ${ACTIONS.configure}
${before}      - name: Build the site
        env:
          SITE_URL: \${{ steps.pages.outputs.base_url }}
          RUNS_DIR: ${quoted(runsDir)}
          SCALEBOOK_CACHE: ${CACHE}${under("run: |", buildLines(supply, "_site"), 8)}
      - uses: ${ACTIONS.upload}
        with:
          path: _site
`;
}

/** A pipeline that builds the site of the recorded runs and publishes it on GitLab Pages. */
function gitlabPipeline({ source, runsDir }: PagesInput): string {
  const supply = supplyOf(source);
  const watched = source.kind === "itself" ? [] : [`${runsDir}/**/*`, ...supply.files, pagesHosts.gitlab.file];
  const variables = [
    "SITE_URL: $CI_PAGES_URL",
    `SCALEBOOK_CACHE: ${CACHE}`,
    ...pairs({ ...supply.variables, RUNS_DIR: runsDir }).map((text) => text.replaceAll("$", "$$$$")),
  ];
  return `${head("GitLab Pages", supply)}
pages:
  stage: deploy
  image: node:${NODE}
  timeout: 15 minutes
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH${under("changes:", watched.map(item), 6)}${under("variables:", variables, 2)}
  # Pages that no new run touches are taken from the build before.
  cache:
    key: scalebook
    paths:
      - ${CACHE}/${under("script:", supply.install.map(item), 2)}${under("- |", buildLines(supply, "public"), 4)}
  artifacts:
    paths:
      - public
`;
}

function head(service: string, { words }: Supply): string {
  return `# Builds the site of the recorded runs and publishes it on ${service}. Recording stays on your machines: a shared
# runner's times say little. ${words}`;
}

/** Builds the site, and hands over the list of what is published now: the build names links that it would drop. */
function buildLines({ scalebook }: Supply, out: string): string[] {
  return [
    "set --",
    'if curl --fail --silent --location --max-time 60 --output published.json "$SITE_URL/manifest.json" &&',
    `  grep --quiet '"generator": *"scalebook"' published.json; then`,
    "  set -- --published published.json",
    "fi",
    `${scalebook} build --runs-dir "$RUNS_DIR" --out ${out} --site-url "$SITE_URL" "$@"`,
  ];
}

/** A key of YAML at a depth, each after a line break, with the lines below it; nothing without any. */
export function under(key: string, lines: readonly string[], depth: number): string {
  if (lines.length === 0) return "";
  return [key, ...lines.map((line) => `  ${line}`)].map((line) => `\n${" ".repeat(depth)}${line}`).join("");
}

export function item(text: string): string {
  return `- ${quoted(text)}`;
}

function pairs(variables: Record<string, string>): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}: ${quoted(value)}`);
}

/** A scalar of YAML that no text can leave: JSON's are. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
