import { ACTIONS, installSteps, item, type PagesInput, PUBLISH_JOB, quoted, siteSteps, under } from "./pages-jobs.js";
import { type Supply, supplyOf } from "./tool-source.js";

/** What the workflow of a matrix is made from. */
interface MatrixInput extends PagesInput {
  /** The study that is recorded. */
  study: string;
}

export const matrixFile = ".github/workflows/scalebook-matrix.yml";
export const handInFile = ".github/workflows/scalebook-hand-in.yml";

/** Folder into which everybody puts a folder of their own. */
export const HAND_IN = "handed-in";

/**
 * A workflow that records the study on every runner of a matrix, brings the run files together and proposes them as a pull request.
 * The job that may write runs git and gh alone.
 */
export function matrixWorkflow(input: MatrixInput): string {
  const supply = supplyOf(input.source);
  return `# Records a study on every runner of the matrix, merges the run files, and proposes them as a pull request.
# A runner that other jobs share has noisy times: they show whether it works everywhere, and how it scales
# roughly. Runners of your own are named in the matrix ([self-hosted, lab-1] ...).
# ${supply.words}
# Once: Settings, Actions, General, Workflow permissions: Allow GitHub Actions to create and approve pull requests.
name: Scalebook matrix

on:
  workflow_dispatch:

# No rights but those that a job names.
permissions: {}

concurrency:
  group: scalebook-matrix
  cancel-in-progress: false

jobs:
${recordJob(supply, input)}
${mergeJob(supply, input)}
${proposeJob(input)}`;
}

function recordJob(supply: Supply, { study }: MatrixInput): string {
  const record = `${supply.scalebook} run --study "$STUDY" --machine "$MACHINE" --runs-dir recorded`;
  return `  record:
    name: \${{ matrix.os }}, Node \${{ matrix.node }}
    strategy:
      # What fails on one runner says nothing of the others.
      fail-fast: false
      matrix:
        os: [ubuntu-latest, macos-latest, windows-latest]
        node: [22, 24]
    runs-on: \${{ matrix.os }}
    timeout-minutes: 60
    permissions:
      contents: read
    defaults:
      run:
        shell: bash
    steps:
${installSteps(supply, { node: `\${{ matrix.node }}` })}
      # Each runner is new: its name is what its runs are told apart by.
      - name: Record
        env:
          STUDY: ${quoted(study)}
          MACHINE: \${{ matrix.os }}, Node \${{ matrix.node }}${under("run: |", [record], 8)}
      - uses: ${ACTIONS.artifact}
        if: always()
        with:
          name: runs-\${{ matrix.os }}-\${{ matrix.node }}
          path: recorded
          if-no-files-found: ignore
`;
}

function mergeJob(supply: Supply, { runsDir }: MatrixInput): string {
  const { scalebook } = supply;
  const merge = [`${scalebook} merge recorded/*/ --runs-dir "$RUNS_DIR"`, `${scalebook} verify --runs-dir "$RUNS_DIR"`];
  return `  merge:
    needs: record
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
    steps:
${installSteps(supply)}
      - uses: ${ACTIONS.artifacts}
        with:
          pattern: runs-*
          path: recorded
      - name: Merge
        env:
          RUNS_DIR: ${quoted(runsDir)}${under("run: |", merge, 8)}
      - uses: ${ACTIONS.artifact}
        with:
          name: merged
          path: ${quoted(runsDir)}
`;
}

function proposeJob({ runsDir }: MatrixInput): string {
  const propose = [
    'branch="scalebook-runs-$GITHUB_RUN_ID"',
    'git switch --create "$branch"',
    'git add -- "$RUNS_DIR"',
    'if git diff --cached --quiet; then echo "no new runs"; exit 0; fi',
    'git -c user.name="github-actions[bot]" -c user.email="41898282+github-actions[bot]@users.noreply.github.com" commit --quiet --message "Runs of the matrix"',
    'git push --quiet origin "$branch"',
    'gh pr create --base "$BASE" --head "$branch" --title "Runs of the matrix" --body "Recorded by run $GITHUB_RUN_ID of this workflow."',
  ];
  return `  propose:
    needs: merge
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: write
      pull-requests: write
    steps:
      - uses: ${ACTIONS.checkout}
      - uses: ${ACTIONS.artifacts}
        with:
          name: merged
          path: ${quoted(runsDir)}
      - name: Propose them as a pull request
        env:
          RUNS_DIR: ${quoted(runsDir)}
          BASE: \${{ github.ref_name }}
          GH_TOKEN: \${{ github.token }}${under("run: |", propose, 8)}
`;
}

/**
 * A workflow by which a class hands in without a server: a pull request that adds run files is verified; what is on the default
 * branch is merged and published.
 */
export function handInWorkflow({ source, runsDir }: PagesInput): string {
  const supply = supplyOf(source);
  const watched = [`${HAND_IN}/**`, `${runsDir}/**`, handInFile];
  return `# A class hands in by pull request, without a server: everybody records the same study and adds the run file
# to a folder of their own, such as ${HAND_IN}/ada/. The request is verified; once it is merged, the runs of all
# are brought together and the site is published on GitHub Pages. To have requests merged by themselves, allow
# auto-merge and require the job "verify". It takes the place of scalebook-pages.yml.
# Once: Settings, Pages, Source: GitHub Actions.
# ${supply.words}
name: Scalebook hand-in

on:
  pull_request:
    paths:
      - "${HAND_IN}/**"
  push:${under("paths:", watched.map(item), 4)}
  workflow_dispatch:

# No rights but those that a job names.
permissions: {}

jobs:
${verifyJob(supply)}
${buildJob(supply, runsDir)}
${PUBLISH_JOB}`;
}

function verifyJob(supply: Supply): string {
  const onlyAdded = [
    "# HEAD is the request merged into its base. Names of files come from the request: they are handed on by their ends, and never become part of a script.",
    'git diff --name-status --no-renames -z HEAD^1 HEAD > "$RUNNER_TEMP/changed"',
    "while IFS= read -r -d '' status && IFS= read -r -d '' path; do",
    '  case "$status $path" in',
    `    "A ${HAND_IN}/"*/*/*) fits=no ;;`,
    `    "A ${HAND_IN}/"*/*.json | "A ${HAND_IN}/"*/*.json.gz) fits=yes ;;`,
    "    *) fits=no ;;",
    "  esac",
    '  if [ "$fits" = no ]; then',
    `    printf 'Only run files may be added, each as ${HAND_IN}/<your name>/<file>.json: %q\\n' "$path" | tee -a "$GITHUB_STEP_SUMMARY"`,
    "    exit 1",
    "  fi",
    'done < "$RUNNER_TEMP/changed"',
  ];
  const verify = [
    "set -o pipefail",
    'title="Handed in"',
    "code=0",
    `{ ${supply.scalebook} merge ${HAND_IN}/*/ --runs-dir "$RUNNER_TEMP/runs" && ${supply.scalebook} verify --runs-dir "$RUNNER_TEMP/runs"; } 2>&1 |`,
    '  tee "$RUNNER_TEMP/said" || { title="Not every run file can be used"; code=1; }',
    '{ echo "### $title"; echo; sed "s/^/    /" "$RUNNER_TEMP/said"; } >> "$GITHUB_STEP_SUMMARY"',
    'exit "$code"',
  ];
  return `  verify:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
    steps:
${installSteps(supply, { depth: 2 })}
      - name: Look what the request changes${under("run: |", onlyAdded, 8)}
      - name: Verify the run files${under("run: |", verify, 8)}
`;
}

function buildJob(supply: Supply, runsDir: string): string {
  const merge = [
    "# What cannot be merged is named, and left out.",
    "shopt -s nullglob",
    `set -- ${HAND_IN}/*/`,
    `[ $# -eq 0 ] || ${supply.scalebook} merge "$@" --runs-dir "$RUNS_DIR" || [ $? -eq 3 ]`,
  ];
  const mergeStep = `      - name: Merge what was handed in
        env:
          RUNS_DIR: ${quoted(runsDir)}${under("run: |", merge, 8)}
`;
  return `  build:
    if: github.event_name != 'pull_request' && github.ref_name == github.event.repository.default_branch
    runs-on: ubuntu-latest
    timeout-minutes: 15
    # One publication at a time, and none is cut short.
    concurrency:
      group: pages
      cancel-in-progress: false
    permissions:
      contents: read
      pages: read
    steps:
${installSteps(supply)}
${siteSteps(supply, runsDir, mergeStep)}`;
}
