import type { Path } from '../field-path.ts';
import { type Complaint, initError, type Rule } from './rule.ts';

const usages = ['signing', 'authentication'];
const group = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;

/** Bootstrap tokens: how long they live, what they are for, whom they make their bearer. */
export const bootstrapTokens: Rule = ({ spec, written }) =>
  spec.bootstrapTokens.flatMap((token, index) => {
    const at = (...path: Path): Path => ['bootstrapTokens', index, ...path];
    const complaints: Complaint[] = [];
    // kubeadm fills in ttl before it looks, so that a file with expires never passes.
    if (written.init.bootstrapTokens?.[index]?.expires) {
      complaints.push(
        initError(at('expires'), 'expires cannot be combined with ttl, which always has a value', {
          hint: 'set ttl instead',
        }),
      );
    }
    token.usages.forEach((usage, position) => {
      if (usages.includes(usage)) return;
      complaints.push(
        initError(at('usages', position), 'there is no such usage', {
          found: usage,
          hint: `take ${usages.join(' or ')}`,
        }),
      );
    });
    if (!token.usages.includes('authentication') && token.groups.length > 0) {
      complaints.push(
        initError(at('usages'), 'the token has groups (by default, too), which need the usage authentication', {
          found: token.usages.join(', '),
          hint: 'add authentication',
        }),
      );
    }
    token.groups.forEach((name, position) => {
      if (group.test(name)) return;
      const hint = 'take system:bootstrappers: and lower-case letters, digits, : and -';
      complaints.push(initError(at('groups', position), 'tokens cannot be in this group', { found: name, hint }));
    });
    return complaints;
  });
