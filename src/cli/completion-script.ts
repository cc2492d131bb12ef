import type { Completion } from './complete.ts';

/** Shells that we speak to. kubeadm has bash and zsh (1.36.3). */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The last line of an answer: whether the shell adds names of files. */
const filesToo = ':files';
const nothingElse = ':';

/** An answer as the scripts read it: a candidate a line, a tab, words about it; then one line that begins with a colon. */
export function completionText({ candidates, files }: Completion): string {
  const lines = candidates.map(({ text, about }) => `${text}\t${about}`);
  return `${[...lines, files ? filesToo : nothingElse].join('\n')}\n`;
}

/** The same for scripts that kubeadm wrote (cobra, ShellCompDirective): 4 is no files, 0 is files. */
export function cobraCompletionText({ candidates, files }: Completion): string {
  return `${[...candidates.map(({ text, about }) => `${text}\t${about}`), files ? ':0' : ':4'].join('\n')}\n`;
}

/** What a shell is to `source`. It asks the program itself, so it need not be renewed with the program. */
export function completionScript(shell: Shell, program: string): string {
  return { bash, zsh, fish }[shell](program);
}

/** bash breaks words at "=", and whoever answers must not. */
function bash(program: string): string {
  return `# Completion of ${program} for bash: source <(${program} completion bash)
_${program}() {
  local line text IFS=$'\\n' words=() word begun answer
  COMPREPLY=()
  for ((word = 1; word <= COMP_CWORD; word++)); do
    if [[ \${COMP_WORDS[word]} == = || \${COMP_WORDS[word - 1]} == = ]] && ((\${#words[@]} > 0)); then
      words[-1]+=\${COMP_WORDS[word]}
    else
      words+=("\${COMP_WORDS[word]}")
    fi
  done
  begun=\${words[-1]}
  answer=$(${program} __complete -- "\${words[@]}" 2>/dev/null) || return
  for line in $answer; do
    case $line in
      :files) compopt -o default; return ;;
      :*) ;;
      *)
        text=\${line%%$'\\t'*}
        # The shell has kept what is before "=".
        [[ $begun == *=* ]] && text=\${text#"\${begun%%=*}="}
        COMPREPLY+=("$text")
        ;;
    esac
  done
}
complete -F _${program} ${program}
`;
}

function zsh(program: string): string {
  return `#compdef ${program}
# Completion of ${program} for zsh: source <(${program} completion zsh)
_${program}() {
  local line
  local -a offered
  for line in "\${(@f)$(${program} __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      :files) _files; return ;;
      :*) ;;
      *) offered+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  _describe '' offered
}
if [ "$funcstack[1]" = "_${program}" ]; then _${program}; else compdef _${program} ${program}; fi
`;
}

function fish(program: string): string {
  return `# Completion of ${program} for fish: ${program} completion fish | source
function __${program}_complete
  set -l words (commandline -opc)[2..-1]
  set -l answer (${program} __complete -- $words (commandline -ct) 2>/dev/null)
  if test "$answer[-1]" = :files
    __fish_complete_path (commandline -ct)
    return
  end
  string match -v -r '^:' -- $answer
end
complete -c ${program} -f -a '(__${program}_complete)'
`;
}
