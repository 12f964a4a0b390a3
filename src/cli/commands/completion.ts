import { UserError } from "../../user-error.js";
import { command } from "../command.js";

const SHELLS = ["bash", "zsh", "fish"] as const;

export const completion = command({
  name: "completion",
  args: "<bash|zsh|fish>",
  summary: "Print a script with which a shell completes commands, options, experiments, strategies, runs and formats",
  options: [],
  examples: [
    "completion bash > ~/.local/share/bash-completion/completions/scalebook",
    "completion zsh > ~/.zfunc/_scalebook",
    "completion fish > ~/.config/fish/completions/scalebook.fish",
  ],
  async run(given, _io, all) {
    const shell = SHELLS.find((one) => one === given.positionals[0]);
    if (shell === undefined) throw new UserError(`completion has "${given.positionals[0]}": give ${SHELLS.join(", ")}`);
    const [{ completedCommands }, { bashCompletion }, { zshCompletion }, { fishCompletion }] = await Promise.all([
      import("../completion/completed-commands.js"),
      import("../completion/bash.js"),
      import("../completion/zsh.js"),
      import("../completion/fish.js"),
    ]);
    const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };
    const script = scripts[shell](await completedCommands(all));
    return { text: () => script };
  },
});
