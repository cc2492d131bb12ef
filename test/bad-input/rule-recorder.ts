import { initRules } from '../../src/spec/rules/init-rules.ts';
import { joinRules } from '../../src/spec/rules/join-rules.ts';
import { resetRules } from '../../src/spec/rules/reset-rules.ts';
import type { Complaint } from '../../src/spec/rules/rule.ts';
import { upgradeRules } from '../../src/spec/rules/upgrade-rules.ts';

type AnyRule = (input: never) => readonly Complaint[];

const sets: { readonly [kind: string]: readonly AnyRule[] } = {
  init: initRules,
  join: joinRules,
  reset: resetRules,
  upgrade: upgradeRules,
};

/** Rules that only warn. */
const warners = ['init/authorizationModes', 'init/criSocket', 'init/waitingTimes', 'join/waitingTimes'];

/** Puts recorders around all rules; `silent` then names those that have not refused anything yet. */
export function recordRules(): { silent(): readonly string[] } {
  const silent = new Set<string>();
  for (const [kind, rules] of Object.entries(sets)) {
    for (const [index, rule] of rules.entries()) {
      const name = `${kind}/${rule.name}`;
      if (!warners.includes(name)) silent.add(name);
      const recorder = (input: never): readonly Complaint[] => {
        const complaints = rule(input);
        if (complaints.some(({ severity }) => severity === 'error')) silent.delete(name);
        return complaints;
      };
      (rules as AnyRule[])[index] = recorder;
    }
  }
  return { silent: () => [...silent] };
}
