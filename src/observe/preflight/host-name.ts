import type { Finding } from '../../errors.ts';
import { type Check, caution } from './check.ts';

const name = 'Hostname';
const dnsName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** The node's name is one that Kubernetes takes, and others can resolve it. */
export const hostName: Check = {
  name,
  async look({ host, spec }) {
    const node = spec.nodeRegistration.name;
    const findings: Finding[] = [];
    if (node.length > 253 || !dnsName.test(node)) {
      findings.push(
        caution(name, `"${node}" is not a name that a Node can have`, { hint: 'choose another one with --node-name' }),
      );
    }
    if ((await host.net.lookup(node)).length === 0) {
      findings.push(
        caution(name, `the node name "${node}" does not resolve to an address`, {
          hint: `add it to DNS, or to /etc/hosts: ${spec.localAPIEndpoint.advertiseAddress || '<address>'} ${node}`,
        }),
      );
    }
    return findings;
  },
};
