import { showDifferences } from '../lab/difference.ts';
import { unexpected } from './allowed-differences.ts';
import type { Case } from './case.ts';
import type { Comparison } from './compare.ts';
import type { Ran } from './sandbox.ts';

/** What is wrong with how a case came out, in words; empty when both did the same, and what the case says. */
export function verdict(one: Case, { theirs, ours, found }: Comparison): string {
  const [expected, byKubeadm, byTsadm] = [one.refuses, refusal(theirs), refusal(ours)];
  const said = [shown('kubeadm', byKubeadm), shown('tsadm', byTsadm)].join('');
  if (expected === undefined) {
    if (byKubeadm || byTsadm) return `refused unexpectedly\n${said}`;
    return showDifferences(unexpected(found, one.allows ?? []));
  }
  const wanted = (who: 'kubeadm' | 'tsadm') => expected.only === undefined || expected.only.by === who;
  const asWanted = (who: 'kubeadm' | 'tsadm', step: typeof byTsadm) =>
    wanted(who) ? step?.command.includes(expected.step) === true : step === undefined;
  if (!asWanted('kubeadm', byKubeadm)) return `kubeadm does not do as the case says\n${said}`;
  if (!asWanted('tsadm', byTsadm)) return `tsadm does not do as the case says\n${said}`;
  if (byTsadm && !expected.naming.test(byTsadm.err)) return `tsadm does not name ${expected.naming}\n${said}`;
  if (byTsadm && /^\s+at .*:\d+:\d+\)?$/m.test(byTsadm.err)) return `a stack trace\n${said}`;
  return '';
}

function refusal({ steps }: Ran): Ran['steps'][number] | undefined {
  return steps.find(({ refused }) => refused);
}

function shown(who: string, step: ReturnType<typeof refusal>): string {
  return step === undefined ? `${who} refused nothing\n` : `${who} refused ${step.command}:\n${step.err}`;
}
