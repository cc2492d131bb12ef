import { defaultTimeouts } from '../defaults.ts';
import { formatDuration } from '../duration.ts';
import type { Timeouts } from '../types.ts';
import { type Complaint, initWarning, type Rule } from './rule.ts';

/**
 * A time of `0s` is taken as it is, by kubeadm too: one look, then the command fails. `config migrate` of kubeadm up to
 * 1.36 writes one where the field was absent, so that files have it that nobody meant so.
 */
export const waitingTimes: Rule = ({ spec }) => complainOfTimeouts(spec.timeouts);

/** Complaints about `timeouts` of an InitConfiguration, or of any document with the same field. */
export function complainOfTimeouts(timeouts: Timeouts): readonly Complaint[] {
  return (Object.keys(timeouts) as (keyof Timeouts)[]).flatMap((name) => {
    if (timeouts[name] > 0) return [];
    const hint = `take the line away, or write ${formatDuration(defaultTimeouts[name])}, which is usual`;
    const found = formatDuration(timeouts[name]);
    return [
      initWarning(['timeouts', name], 'nothing is waited for: what is not there at once ends the command', {
        found,
        hint,
      }),
    ];
  });
}
