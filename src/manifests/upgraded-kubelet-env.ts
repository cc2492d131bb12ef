/** `KUBELET_KUBEADM_ARGS="…"`, as kubeadm writes it. */
const line = /^(KUBELET_KUBEADM_ARGS=)"?([^"\n]*)"?[ \t]*$/m;

/**
 * The file with flags for the kubelet's unit, without these flags; other flags, which users may have added, stay as
 * they are.
 * @param flags names without dashes
 * @returns the text as it was when it has none of them, or is none that kubeadm writes
 */
export function withoutKubeletFlags(text: string, flags: readonly string[]): string {
  const found = line.exec(text);
  if (found === null) return text;
  const words = found[2]!.split(/\s+/).filter((word) => word !== '');
  const kept = words.filter((word, index) => !isOf(word, flags) && !isValueOf(words[index - 1], word, flags));
  if (kept.length === words.length) return text;
  return text.replace(line, () => `${found[1]}"${kept.join(' ')}"`);
}

function isOf(word: string, flags: readonly string[]): boolean {
  return flags.some((name) => word === `--${name}` || word.startsWith(`--${name}=`));
}

/** `--name value`, in two words. */
function isValueOf(before: string | undefined, word: string, flags: readonly string[]): boolean {
  return before !== undefined && !word.startsWith('-') && flags.some((name) => before === `--${name}`);
}
