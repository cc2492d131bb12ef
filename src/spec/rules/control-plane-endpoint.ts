import { isIP, withoutLeadingZeros } from '../addresses.ts';
import { isDnsSubdomain } from '../dns-names.ts';
import { clusterError, clusterWarning, type Rule } from './rule.ts';

const path = ['controlPlaneEndpoint'];

/** controlPlaneEndpoint is `host` or `host:port`; IPv6 stands bare, or in brackets when a port follows. */
export const controlPlaneEndpoint: Rule = ({ spec }) => {
  const { controlPlaneEndpoint: endpoint } = spec.cluster;
  if (endpoint === '') return [];
  if (/^[a-z]+:\/\//i.test(endpoint)) {
    const bare = endpoint.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, '');
    return [clusterError(path, 'a host is wanted, not a URL', { found: endpoint, hint: `write ${bare}` })];
  }
  const { host, port } = split(endpoint);
  if (port !== undefined && port !== '' && !(/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)) {
    return [clusterError(path, 'the port is no number between 1 and 65535', { found: endpoint })];
  }
  if (isIP(withoutLeadingZeros(host)) || isDnsSubdomain(host)) {
    if (port === undefined || port === '' || Number(port) === spec.localAPIEndpoint.bindPort) return [];
    return [
      clusterWarning(
        path,
        `clients will use port ${port}, while the API server listens on ${spec.localAPIEndpoint.bindPort}`,
        {
          found: endpoint,
          hint: 'this is right when a load balancer or NAT stands between them',
        },
      ),
    ];
  }
  const lower = host.toLowerCase();
  const bracketed = /^\[(.*)\]$/.exec(host)?.[1];
  const hint = isDnsSubdomain(lower)
    ? `write ${endpoint.toLowerCase()}`
    : bracketed !== undefined && isIP(bracketed)
      ? `without a port, write ${bracketed} without brackets`
      : 'write host or host:port';
  return [clusterError(path, 'the host is neither an IP address nor a lower-case DNS name', { found: endpoint, hint })];
};

/** As Go splits it: several colons without brackets make a bare address. */
function split(endpoint: string): { readonly host: string; readonly port: string | undefined } {
  const match =
    /^\[(?<inner>[^\]]*)\]:(?<port>.*)$/.exec(endpoint) ?? /^(?<inner>[^:]*):(?<port>[^:]*)$/.exec(endpoint);
  return match?.groups
    ? { host: match.groups['inner']!, port: match.groups['port'] }
    : { host: endpoint, port: undefined };
}
