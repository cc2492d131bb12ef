import { withoutSecrets } from './evidence.ts';

/** Words with which programs of Kubernetes and etcd say that they end: klog, cobra, Go itself, zap, Go's flag package. */
const lastWords: readonly RegExp[] = [
  // A panic of zap's stands before Go's own, which says less.
  /"level":"(?:fatal|panic)"/,
  /^F\d{4} |"command failed" err=|^(?:Error|error|fatal error|panic): |^flag provided but not defined|^invalid value .* for flag /,
  /^E\d{4} |"level":"error"/,
  /./,
];

/**
 * The line of a log that says why its program ended: its last words, else its last complaint, else its last line.
 * Made short: without time, place and stack trace. Empty for an empty log.
 */
export function fatalLine(lines: readonly string[]): string {
  const spoken = lines.filter((line) => line.trim() !== '');
  for (const words of lastWords) {
    const found = spoken.findLast((line) => words.test(line));
    if (found !== undefined) return shortened(found);
  }
  return '';
}

/** Whether a line is one with which a program ends by itself. */
export function isLastWord(line: string): boolean {
  return lastWords.slice(0, 2).some((words) => words.test(line));
}

/** What a line of klog, zap or cobra says, without what surrounds it and without passwords. */
export function shortened(line: string): string {
  return withoutSecrets((ofZap(line) ?? ofKlog(line) ?? line.replace(/^(?:Error|error): /, '')).trim());
}

function ofZap(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { msg, path, error } = JSON.parse(line) as { readonly [field: string]: unknown };
    return [msg, path, error].filter((part) => typeof part === 'string' && part !== '').join(': ');
  } catch {
    // Cut off in the middle, as runtimes do with very long lines.
    const [, error] = /"error":"((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
    return error;
  }
}

/** `E1121 07:33:31.821958 1 run.go:72] "command failed" err="…"`: the error if it has one, else the message. */
function ofKlog(line: string): string | undefined {
  const [, text] = /^[IWEF]\d{4} \S+\s+\d+ [^\]]+\] (.*)$/s.exec(line) ?? [];
  if (text === undefined) return undefined;
  return quotedField(text, 'err') ?? unquoted(/^"(?:[^"\\]|\\.)*"/.exec(text)?.[0] ?? '') ?? text;
}

/** The value of a field of a structured klog line. */
export function quotedField(line: string, name: string): string | undefined {
  const [, quoted] = new RegExp(`(?:^|\\s)${name}=("(?:[^"\\\\]|\\\\.)*")`).exec(line) ?? [];
  return quoted === undefined ? undefined : unquoted(quoted);
}

/** Text that Go has quoted; its escapes are nearly those of JSON. */
export function unquoted(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  }
}
