import { splitCidrs } from '../addresses.ts';
import type { Path } from '../field-path.ts';
import { overlap, parseSubnet, type Subnet } from '../subnet.ts';
import { type Complaint, clusterError, clusterWarning, type Rule } from './rule.ts';

const servicePath: Path = ['networking', 'serviceSubnet'];
const podPath: Path = ['networking', 'podSubnet'];

/** The tenth address of the range is that of the cluster's DNS. */
const leastServiceAddresses = 10;
/** kubeadm's own lower bound. */
const leastPodAddresses = 14;
/** The API server keeps a bitmap of the range. */
const mostServiceHostBits = 20;

/** networking.serviceSubnet: one range or one of each family, neither too small nor too large. */
export const serviceSubnet: Rule = ({ spec }) => {
  const text = spec.cluster.networking.serviceSubnet;
  const subnets = parseList(text);
  if (subnets === undefined) return [unreadable(servicePath, text)];
  return [
    ...families(servicePath, text, subnets),
    ...subnets.flatMap((subnet) => tooSmall(servicePath, subnet, leastServiceAddresses)),
    ...subnets.flatMap(tooLarge),
    ...subnets.flatMap((subnet) => siteLocal(servicePath, subnet)),
  ];
};

/** networking.podSubnet: one range or one of each family, large enough to give every node its part. */
export const podSubnet: Rule = ({ spec }) => {
  const { cluster } = spec;
  const text = cluster.networking.podSubnet;
  if (text === '') return [];
  const subnets = parseList(text);
  if (subnets === undefined) return [unreadable(podPath, text)];
  const args = new Map(cluster.controllerManager.extraArgs.map(({ name, value }) => [name, value]));
  return [
    ...families(podPath, text, subnets),
    ...subnets.flatMap((subnet) => tooSmall(podPath, subnet, leastPodAddresses)),
    ...subnets.flatMap((subnet) => siteLocal(podPath, subnet)),
    ...(args.get('allocate-node-cidrs') === 'false' ? [] : subnets.flatMap((subnet) => nodeMask(subnet, args))),
    ...overlapping(subnets, parseList(cluster.networking.serviceSubnet) ?? []),
  ];
};

function parseList(text: string): readonly Subnet[] | undefined {
  const subnets = text.split(',').map(parseSubnet);
  return subnets.every((subnet) => subnet !== undefined) ? subnets : undefined;
}

function unreadable(path: Path, text: string): Complaint {
  const trimmed = splitCidrs(text).join(',');
  const blanks = trimmed !== text && trimmed !== '' && parseList(trimmed) !== undefined;
  const hint = blanks ? `write ${trimmed}` : 'write a range such as 10.96.0.0/12, or two joined by a comma';
  return clusterError(path, 'this is no range of addresses', { found: text, hint });
}

function families(path: Path, text: string, subnets: readonly Subnet[]): readonly Complaint[] {
  const bad = subnets.length > 2 || (subnets.length === 2 && subnets[0]!.family === subnets[1]!.family);
  if (!bad) return [];
  return [clusterError(path, 'there may be one range, or one of IPv4 and one of IPv6', { found: text })];
}

function tooSmall(path: Path, { size, text }: Subnet, least: number): readonly Complaint[] {
  if (size >= least) return [];
  return [clusterError(path, `the range has ${size} addresses, at least ${least} are needed`, { found: text })];
}

function tooLarge({ family, mask, text }: Subnet): readonly Complaint[] {
  const most = (family === 6 ? 128 : 32) - mostServiceHostBits;
  if (mask >= most) return [];
  return [
    clusterError(servicePath, 'the API server cannot manage so large a range', {
      found: text,
      hint: `take a mask of /${most} or longer for IPv${family}`,
    }),
  ];
}

/** RFC 3879 took this block out of use. */
function siteLocal(path: Path, subnet: Subnet): readonly Complaint[] {
  if (subnet.family !== 6 || !overlap(subnet, parseSubnet('fec0::/10')!)) return [];
  return [clusterWarning(path, 'fec0::/10 is no longer meant to be used', { found: subnet.text })];
}

/** The controller manager cuts the range into parts of the node mask, at most 2^16 of them. */
function nodeMask(subnet: Subnet, args: ReadonlyMap<string, string>): readonly Complaint[] {
  const { family, mask, text } = subnet;
  const flag = `node-cidr-mask-size-ipv${family}`;
  const given = args.get(flag) || undefined;
  if (given !== undefined && !/^[+-]?\d+$/.test(given)) {
    return [clusterError(['controllerManager', 'extraArgs'], `${flag} is no whole number`, { found: given })];
  }
  const node = given === undefined ? (family === 6 ? 64 : 24) : Number(given);
  const hint = `every node gets a /${node}; the argument ${flag} of the controller manager changes that`;
  if (mask > node) {
    return [clusterError(podPath, 'the range is smaller than the part that one node gets', { found: text, hint })];
  }
  if (node - mask > 16) {
    return [clusterError(podPath, `the range is too large to be cut into parts of /${node}`, { found: text, hint })];
  }
  return [];
}

/** kubeadm does not look; Services in the overlap are unreachable from Pods. */
function overlapping(pods: readonly Subnet[], services: readonly Subnet[]): readonly Complaint[] {
  return pods.flatMap((pod) =>
    services
      .filter((service) => overlap(pod, service))
      .map((service) =>
        clusterWarning(podPath, `the range overlaps with that of Services, ${service.text}`, { found: pod.text }),
      ),
  );
}
