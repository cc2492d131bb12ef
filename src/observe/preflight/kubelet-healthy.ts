import { observeKubelet } from '../status/kubelet.ts';
import { type Check, caution, problem } from './check.ts';

const name = 'KubeletHealthy';

/** The kubelet works: it is what replaces static Pods. One that listens elsewhere, or not at all, may be well. */
export const kubeletHealthy: Check = {
  name,
  async look({ host }) {
    const { healthy, active, problem: why = 'it does not say so' } = await observeKubelet(host);
    if (healthy) return [];
    if (active === false) {
      return [
        problem(name, 'the kubelet of this node does not run, and nothing replaces static Pods without it', {
          hint: 'systemctl start kubelet',
        }),
      ];
    }
    return [
      caution(name, `the kubelet of this node does not seem healthy: ${why}`, {
        hint: 'see why: journalctl -u kubelet -n 50',
      }),
    ];
  },
};
