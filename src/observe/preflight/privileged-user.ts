import { type Check, problem } from './check.ts';

/** Everything that follows writes below /etc and /var and talks to the runtime. */
export const privilegedUser: Check = {
  name: 'IsPrivilegedUser',
  look: async ({ host }) =>
    host.process.uid === 0
      ? []
      : [problem('IsPrivilegedUser', `this needs root, and runs as user ${host.process.uid}`, { hint: 'use sudo' })],
};
