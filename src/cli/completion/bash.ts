import { argumentOffers, type CompletedCommand, type Offer, optionOffers } from "./completed-commands.js";

/**
 * Completion for bash 3.2 and later. Names of runs come from the names of their files, so that no program is started;
 * those with other signs are left out, as the shell would read them.
 */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const values = optionOffers(commands).map(
    ([offer, patterns]) => `    ${patterns.map(pattern).join("|")})\n${offered(offer)}      return ;;`,
  );
  const flags = commands.map(({ name, options }) => {
    return `      ${name}) _scalebook_offer ${[...options.map((one) => one.name), "--help"].join(" ")} ;;`;
  });
  const positionals = argumentOffers(commands).map(
    ([offer, patterns]) => `    ${patterns.join("|")})\n${offered(offer)}      ;;`,
  );
  return `# Completion of scalebook for bash. In ~/.bashrc: eval "$(scalebook completion bash)"
_scalebook_offer() {
  local one
  for one; do
    if [[ $one == "$word"* ]]; then COMPREPLY+=("$prefix$one"); fi
  done
}
_scalebook_runs() {
  local dir=runs i file
  for ((i = 2; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} == --runs-dir ]]; then dir=\${COMP_WORDS[i + 1]}; fi
  done
  _scalebook_offer latest previous baseline
  for file in "$dir"/*.json "$dir"/*.json.gz; do
    file=\${file##*/}
    file=\${file%.json*}
    if [[ $file != *[!A-Za-z0-9._-]* ]]; then _scalebook_offer "$file"; fi
  done
}
_scalebook_paths() {
  local path
  compopt -o filenames 2>/dev/null
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$word")
}
_scalebook() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]} prefix=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _scalebook_offer ${names} --help --version
    return
  fi
  case "$command $before" in
${values.join("\n")}
  esac
  if [[ $word == -* ]]; then
    case $command in
${flags.join("\n")}
    esac
    return
  fi
  case $command in
${positionals.join("\n")}
  esac
}
complete -F _scalebook scalebook
`;
}

/** `*' --name'`: all that is not a star is quoted. */
function pattern(text: string): string {
  return text.startsWith("*") ? `*'${text.slice(1)}'` : `'${text}'`;
}

function offered({ words, runs, files, folders, isList }: Offer): string {
  const lines = [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: bash
    ...(isList ? ['prefix=${word%"${word##*,}"}', "word=${word##*,}"] : []),
    ...(words.length > 0 ? [`_scalebook_offer ${words.join(" ")}`] : []),
    ...(runs ? ["_scalebook_runs"] : []),
    ...(files || folders ? [`_scalebook_paths ${files ? "-f" : "-d"}`] : []),
  ];
  return lines.map((line) => `      ${line}\n`).join("");
}
