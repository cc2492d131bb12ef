import { isIP, isIPv6 } from '../addresses.ts';
import { parseSubnet } from '../subnet.ts';
import { clusterError, type Rule } from './rule.ts';

/**
 * The API server ends itself when the first range of Services and its own address are of different families; kubeadm
 * does not look. Known only when the address is.
 */
export const addressFamilies: Rule = ({ spec }) => {
  const { advertiseAddress } = spec.localAPIEndpoint;
  const first = spec.cluster.networking.serviceSubnet.split(',')[0]!;
  const subnet = parseSubnet(first);
  if (!isIP(advertiseAddress) || advertiseAddress === '::' || subnet === undefined) return [];
  const family = isIPv6(advertiseAddress) ? 6 : 4;
  if (subnet.family === family) return [];
  return [
    clusterError(
      ['networking', 'serviceSubnet'],
      `the API server has the IPv${family} address ${advertiseAddress}, so the first range must be IPv${family}`,
      { found: first },
    ),
  ];
};
