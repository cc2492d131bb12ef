import { joinHostPort } from './addresses.ts';
import type { InitSpec } from './types.ts';

/** Host and, when given, port of a `host[:port]` text; brackets of IPv6 are taken off. */
export function splitEndpoint(endpoint: string): { readonly host: string; readonly port: number | undefined } {
  const bracketed = /^\[(?<host>[^\]]*)\](?::(?<port>\d+))?$/.exec(endpoint);
  if (bracketed?.groups) {
    return {
      host: bracketed.groups['host']!,
      port: bracketed.groups['port'] ? Number(bracketed.groups['port']) : undefined,
    };
  }
  if ((endpoint.match(/:/g) ?? []).length > 1) return { host: endpoint, port: undefined };
  const [host, port] = endpoint.split(':');
  return { host: host!, port: port === undefined || port === '' ? undefined : Number(port) };
}

type EndpointParts = Pick<InitSpec, 'cluster' | 'localAPIEndpoint'>;

/** `https://<advertise address>:<bind port>` of this node. */
export function localEndpoint(spec: Pick<InitSpec, 'localAPIEndpoint'>): string {
  return `https://${joinHostPort(spec.localAPIEndpoint.advertiseAddress, spec.localAPIEndpoint.bindPort)}`;
}

/** `host:port` of the cluster: controlPlaneEndpoint with the bind port added where it has none, else the local one. */
export function controlPlaneHostPort(spec: EndpointParts): string {
  const { controlPlaneEndpoint } = spec.cluster;
  if (controlPlaneEndpoint === '') {
    return joinHostPort(spec.localAPIEndpoint.advertiseAddress, spec.localAPIEndpoint.bindPort);
  }
  const { host, port } = splitEndpoint(controlPlaneEndpoint);
  return joinHostPort(host, port ?? spec.localAPIEndpoint.bindPort);
}

/** URL of the cluster's API as clients know it. */
export function controlPlaneEndpoint(spec: EndpointParts): string {
  return `https://${controlPlaneHostPort(spec)}`;
}
