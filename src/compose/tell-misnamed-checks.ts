import { meantCheck } from '../observe/preflight/check-guide.ts';
import type { Reporter } from '../plan/event.ts';

/** Says which checks to ignore are probably mistyped. kubeadm takes any name (1.37.0), and so do we. */
export function tellMisnamedChecks(names: readonly string[], reporter: Reporter): void {
  for (const name of names) {
    const meant = meantCheck(name);
    if (meant === undefined) continue;
    const text = `there is no check "${name}" to ignore; the nearest is ${meant}`;
    reporter.emit({ kind: 'note', note: { level: 'warning', text } });
  }
}
