import type { Effect } from '../plan/effect.ts';

type Hook = (moment: 'before' | 'after', effect: Effect) => void;

/**
 * For tests of the built program: with TSADM_TEST_KILL=`before:<effect id>` (or `after:`) the process ends itself there
 * with SIGKILL, as a power cut would. It can harm nobody but the run that has it in its environment.
 */
export function killHook(env: { readonly [name: string]: string | undefined }): Hook | undefined {
  const wanted = env['TSADM_TEST_KILL'];
  if (!wanted) return undefined;
  return (moment, effect) => {
    if (`${moment}:${effect.id}` === wanted) process.kill(process.pid, 'SIGKILL');
  };
}
