import type { Finding } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { type Check, problem } from './check.ts';

/** Everything that follows writes below /etc and /var and talks to the runtime. */
export const privilegedUser: Check = { name: 'IsPrivilegedUser', look: async ({ host }) => whoRuns(host) };

/** The same where there is no InitSpec to check: the only check of `reset` (kubeadm 1.36.3). */
export function whoRuns({ process }: Pick<Host, 'process'>): readonly Finding[] {
  return process.uid === 0
    ? []
    : [problem('IsPrivilegedUser', `this needs root, and runs as user ${process.uid}`, { hint: 'use sudo' })];
}
