import { endCopyAtBoot } from '../host/boot-copy.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Operation } from './operation.ts';

export interface BootCopyEndInput extends JsonObject {
  readonly entry: string;
}

/** The new manifest is there: a boot has no old one to put back any more. */
export const bootCopyEnd: Operation<BootCopyEndInput> = {
  name: 'boot-copy-end',
  describe: () => 'a boot puts no old manifest back any more',

  async look({ entry }, { host }) {
    const there = (await host.files.stat(entry)) !== undefined;
    return there ? { verdict: 'do' } : { verdict: 'keep', reason: 'no manifest is away' };
  },

  async act({ entry }, { host }) {
    await endCopyAtBoot({ entry }, host);
  },

  inverse: { none: 'what it was for is over' },
};
