/** Flags whose value opens a cluster. */
const secretFlags: ReadonlySet<string> = new Set([
  'token',
  'discovery-token',
  'tls-bootstrap-token',
  'certificate-key',
]);

const withheld = '<value withheld>';

/**
 * A command line as it may be shown and kept: quoted for a shell where that is needed, secrets withheld.
 * @param argv the words after the program's name
 */
export function shownCommandLine(program: string, argv: readonly string[]): string {
  const shown: string[] = [program];
  let secretNext = false;
  for (const word of argv) {
    const [, name, value] = /^--([^=]+)(=.*)?$/s.exec(word) ?? [];
    // Underscores are no dashes to the parser (command-line.ts), which refuses such a flag; its value is secret all the same.
    const secret = name !== undefined && secretFlags.has(name.replaceAll('_', '-'));
    if (secretNext) shown.push(withheld);
    else if (secret && value !== undefined) shown.push(`--${name}=${withheld}`);
    else shown.push(quoted(withoutPassword(word)));
    secretNext = !secretNext && secret && value === undefined;
  }
  return shown.join(' ');
}

/** A URL (--discovery-file) may hold a name and a password. */
function withoutPassword(word: string): string {
  return word.replace(/(?<=:\/\/)[^/@]+(?=@)/, withheld);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
