/** An address of an interface. */
export interface InterfaceAddress {
  readonly interface: string;
  readonly address: string;
  readonly family: 4 | 6;
  readonly prefixLength: number;
  readonly loopback: boolean;
}

/** A default route. */
export interface DefaultRoute {
  readonly interface: string;
  readonly family: 4 | 6;
}

/** An HTTP answer, or why there was none, as one line. */
export type HttpAnswer =
  | { readonly status: number; readonly body: string; readonly headers: { readonly [name: string]: string } }
  | { readonly error: string };

/** The network of this machine. */
export interface Net {
  hostName(): string;
  addresses(): readonly InterfaceAddress[];
  /** From /proc/net/route and /proc/net/ipv6_route, lowest metric first. */
  defaultRoutes(): Promise<readonly DefaultRoute[]>;
  /** Addresses of a name; an empty list when it does not resolve. */
  lookup(name: string): Promise<readonly string[]>;
  /** Whether a TCP port can be listened on; `error` is the errno code when not. */
  canListen(
    port: number,
    address?: string,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly error: string }>;
  /** Whether a Unix socket answers a connect. */
  canConnect(socketPath: string): Promise<boolean>;
  /** GET; `insecure` skips certificate verification; honours proxy variables and the system CA bundle unless `direct`. */
  httpGet(
    url: string,
    options: {
      readonly timeoutMs: number;
      readonly insecure?: boolean;
      readonly direct?: boolean;
      readonly ca?: string;
      readonly cert?: string;
      readonly key?: string;
    },
  ): Promise<HttpAnswer>;
}
