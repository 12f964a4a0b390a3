/** Path of the workflow in a repository. */
export const WORKFLOW_FILE = ".github/workflows/scalebook-pages.yml";

/** Source of Scalebook in a repository: it is Scalebook, it lists it among its packages, or neither. */
export type ToolSource = "itself" | "installed" | "fetched";

export interface WorkflowInput {
  supply: ToolSource;
  /** Version that is fetched where the repository does not list one. */
  toolVersion: string;
  /** Folder of the run files, in the repository. */
  runsDir: string;
}

/** Versions of the actions, all of GitHub's own. */
const ACTIONS = {
  checkout: "actions/checkout@v6",
  node: "actions/setup-node@v6",
  configure: "actions/configure-pages@v6",
  upload: "actions/upload-pages-artifact@v5",
  deploy: "actions/deploy-pages@v5",
};

const PUBLISH_JOB = `  publish:
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

/**
 * A workflow that builds the site of the recorded runs and publishes it on GitHub Pages. The job that runs code may only
 * read; the one that publishes runs nothing but GitHub's own action.
 */
export function pagesWorkflow({ supply, toolVersion, runsDir }: WorkflowInput): string {
  const { install, scalebook } = supplies(toolVersion)[supply];
  return `# Builds the site of the recorded runs and publishes it on GitHub Pages. Recording stays on your machines: a shared
# runner's times say little. Turn Pages on once: Settings, Pages, Source: GitHub Actions.
name: Scalebook site

on:
  push:${paths(supply, runsDir)}
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
      - uses: ${ACTIONS.checkout}
        with:
          persist-credentials: false
      - uses: ${ACTIONS.node}
        with:
          node-version: 24
${install}      - id: pages
        uses: ${ACTIONS.configure}
      # The list of what is published now: the build names links that it would drop.
      - name: Build the site
        env:
          SITE_URL: \${{ steps.pages.outputs.base_url }}
          RUNS_DIR: ${quoted(runsDir)}
        run: |
          published=()
          if curl --fail --silent --location --max-time 60 --output published.json "$SITE_URL/manifest.json"; then
            published=(--published published.json)
          fi
          ${scalebook} build --runs-dir "$RUNS_DIR" --out _site --site-url "$SITE_URL" "\${published[@]}"
      - uses: ${ACTIONS.upload}
        with:
          path: _site

${PUBLISH_JOB}`;
}

/** Paths that start the workflow; in Scalebook's own repository every path does. */
function paths(supply: ToolSource, runsDir: string): string {
  return supply === "itself" ? "" : `\n    paths:\n      - ${quoted(`${runsDir}/**`)}\n      - ${WORKFLOW_FILE}`;
}

function supplies(toolVersion: string): Record<ToolSource, { install: string; scalebook: string }> {
  const step = (command: string) => `      - run: ${command}\n`;
  return {
    itself: { install: step("npm ci") + step("npm run build"), scalebook: "node .build/main.js" },
    // Its packages are not built: their scripts would run with what the job may read.
    installed: { install: step("npm ci --ignore-scripts"), scalebook: "npx --no-install scalebook" },
    fetched: { install: "", scalebook: `npx --yes scalebook@${toolVersion}` },
  };
}

/** A scalar of YAML that no text can leave: JSON's are. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
