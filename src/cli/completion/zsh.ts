import { argumentOffers, type CompletedCommand, type Offer, optionOffers } from "./completed-commands.js";

/** Completion for zsh, as a file `_scalebook` in its `fpath` or by `eval`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, summary }) => `      ${quoted(`${name}:${summary}`)}`);
  const values = optionOffers(commands).map(
    ([offer, patterns]) => `    (${patterns.map(pattern).join("|")})\n${offered(offer)}      return ;;`,
  );
  const flags = commands.map(({ name, options }) => {
    const each = options.map((option) => quoted(`${option.name}:${option.description}`));
    return `      (${name}) flags=(${each.join(" ")}) ;;`;
  });
  const positionals = argumentOffers(commands).map(
    ([offer, patterns]) => `    (${patterns.join("|")})\n${offered(offer)}      ;;`,
  );
  return `#compdef scalebook
# Completion of scalebook for zsh. In ~/.zshrc, after compinit: eval "$(scalebook completion zsh)"
_scalebook_runs() {
  local dir=runs
  local -i at=\${words[(I)--runs-dir]}
  if ((at > 0 && at < CURRENT - 1)); then dir=\${words[at + 1]}; fi
  local -a ids
  ids=(latest previous baseline $dir/*.json(N:t:r) $dir/*.json.gz(N:t:r:r))
  compadd -a ids
}
_scalebook() {
  local -a commands flags
  if ((CURRENT == 2)); then
    commands=(
${described.join("\n")}
    )
    _describe command commands
    return
  fi
  case "$words[2] $words[CURRENT-1]" in
${values.join("\n")}
  esac
  if [[ $words[CURRENT] == -* ]]; then
    case $words[2] in
${flags.join("\n")}
    esac
    flags+=('--help:Display this message')
    _describe -o option flags
    return
  fi
  case $words[2] in
${positionals.join("\n")}
  esac
}
if [[ $funcstack[1] == _scalebook ]]; then _scalebook "$@"; else compdef _scalebook scalebook; fi
`;
}

function pattern(text: string): string {
  return text.startsWith("*") ? `*${quoted(text.slice(1))}` : quoted(text);
}

function offered({ words, runs, files, folders, isList }: Offer): string {
  const lines = [
    ...(isList ? ["compset -P '*,'"] : []),
    ...(words.length > 0 ? [`compadd -- ${words.join(" ")}`] : []),
    ...(runs ? ["_scalebook_runs"] : []),
    ...(files || folders ? [files ? "_files" : "_files -/"] : []),
  ];
  return lines.map((line) => `      ${line}\n`).join("");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
