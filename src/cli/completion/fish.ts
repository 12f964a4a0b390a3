import type { CompletedCommand, Offer } from "./completed-commands.js";

/** Completion for fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, options, value }) => {
    const within = `complete -c scalebook -n '__scalebook_is ${name}'`;
    return [
      `complete -c scalebook -n '__scalebook_is ""' -a ${name} -d ${quoted(summary)}`,
      ...options.map((option) => {
        const given = option.value === null ? "" : ` ${option.value.files || option.value.folders ? "-r -F" : "-x"}`;
        const offer = option.value === null ? "" : offered(option.value);
        return `${within} -l ${option.name.slice(2)}${given} -d ${quoted(option.description)}${offer}`;
      }),
      ...(offered(value) === "" ? [] : [`${within}${offered(value)}`]),
      ...(value.files || value.folders ? [`${within} -F`] : []),
    ];
  });
  return `# Completion of scalebook for fish. In config.fish: scalebook completion fish | source
function __scalebook_is
    set -l words (commandline -opc)
    test "$words[2]" = $argv[1]
end
function __scalebook_runs
    set -l words (commandline -opc)
    set -l dir runs
    if set -l at (contains -i -- --runs-dir $words)
        set dir $words[(math $at + 1)]
    end
    string split ' ' 'latest previous baseline'
    for file in $dir/*.json $dir/*.json.gz
        string replace -r '^.*/(.*)\\.json(\\.gz)?$' '$1' -- $file
    end
end
function __scalebook_list
    set -l before (commandline -ct | string replace -rf '^(.*,).*' '$1')
    for word in $argv
        echo "$before$word"
    end
end
complete -c scalebook -f
complete -c scalebook -l help -d 'Display this message'
${lines.join("\n")}
`;
}

function offered({ words, runs, isList }: Offer): string {
  const each = [...words, ...(runs ? ["(__scalebook_runs)"] : [])].join(" ");
  if (each === "") return "";
  return ` -a ${quoted(isList ? `(__scalebook_list ${each})` : each)}`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
