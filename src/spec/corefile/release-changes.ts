/**
 * How a plugin or an option stands in a release of CoreDNS: `ignored` does nothing any more, `removed` keeps CoreDNS from
 * starting, `new-default` is in the default Corefile from this release on. `unknown` may be there all the same.
 */
export type PluginState = 'known' | 'deprecated' | 'ignored' | 'removed' | 'new-default' | 'unknown';

/**
 * What each release of CoreDNS changed for a plugin (`forward`) or an option of one (`forward.policy`), oldest first; the
 * releases between which kubeadm migrates (corefile-migration v1.0.34). Written by scripts/write-corefile-changes.ts.
 */
export const releaseChanges: { readonly [release: string]: { readonly [name: string]: PluginState } } = {
  '1.1.3': {},
  '1.1.4': {
    autopath: 'known',
    cache: 'known',
    'cache.denial': 'known',
    'cache.prefetch': 'known',
    'cache.success': 'known',
    errors: 'known',
    forward: 'known',
    'forward.except': 'known',
    'forward.expire': 'known',
    'forward.force_tcp': 'known',
    'forward.health_check': 'known',
    'forward.max_fails': 'known',
    'forward.policy': 'known',
    'forward.tls': 'known',
    'forward.tls_servername': 'known',
    health: 'known',
    'health.lameduck': 'known',
    hosts: 'known',
    'hosts.fallthrough': 'known',
    'hosts.no_reverse': 'known',
    'hosts.reload': 'known',
    'hosts.ttl': 'known',
    kubernetes: 'known',
    'kubernetes.endpoint': 'known',
    'kubernetes.endpoint_pod_names': 'known',
    'kubernetes.fallthrough': 'known',
    'kubernetes.ignore': 'known',
    'kubernetes.labels': 'known',
    'kubernetes.namespaces': 'known',
    'kubernetes.noendpoints': 'known',
    'kubernetes.pods': 'known',
    'kubernetes.resyncperiod': 'known',
    'kubernetes.tls': 'known',
    'kubernetes.transfer': 'known',
    'kubernetes.ttl': 'known',
    'kubernetes.upstream': 'known',
    loadbalance: 'known',
    log: 'known',
    'log.class': 'known',
    prometheus: 'known',
    proxy: 'known',
    'proxy.except': 'known',
    'proxy.fail_timeout': 'known',
    'proxy.health_check': 'known',
    'proxy.max_fails': 'known',
    'proxy.policy': 'known',
    'proxy.protocol': 'ignored',
    'proxy.spray': 'known',
    reload: 'known',
    rewrite: 'known',
    'rewrite.answer name': 'known',
    'rewrite.class': 'known',
    'rewrite.edns0': 'known',
    'rewrite.name': 'known',
    'rewrite.type': 'known',
  },
  '1.2.0': {
    'forward.prefer_udp': 'known',
    'proxy.protocol': 'removed',
  },
  '1.2.1': {
    loop: 'new-default',
  },
  '1.2.2': {
    loop: 'known',
  },
  '1.2.3': {
    'kubernetes.kubeconfig': 'known',
    'rewrite.ttl': 'known',
  },
  '1.2.4': {},
  '1.2.5': {},
  '1.2.6': {
    'errors.consolidate': 'known',
  },
  '1.3.0': {
    k8s_external: 'known',
    'k8s_external.apex': 'known',
    'k8s_external.ttl': 'known',
  },
  '1.3.1': {
    'kubernetes.endpoint': 'deprecated',
  },
  '1.4.0': {
    'kubernetes.endpoint': 'ignored',
    'kubernetes.upstream': 'deprecated',
    proxy: 'deprecated',
    'proxy.protocol': 'known',
  },
  '1.5.0': {
    'kubernetes.resyncperiod': 'deprecated',
    'kubernetes.upstream': 'ignored',
    proxy: 'removed',
    ready: 'new-default',
  },
  '1.5.1': {
    ready: 'known',
    proxy: 'unknown',
  },
  '1.5.2': {},
  '1.6.0': {
    'kubernetes.resyncperiod': 'ignored',
  },
  '1.6.1': {},
  '1.6.2': {},
  '1.6.3': {},
  '1.6.4': {},
  '1.6.5': {
    'health.lameduck': 'new-default',
  },
  '1.6.6': {
    'cache.serve_stale': 'known',
    'health.lameduck': 'known',
  },
  '1.6.7': {},
  '1.6.9': {
    'forward.max_concurrent': 'known',
  },
  '1.7.0': {
    'forward.max_concurrent': 'new-default',
    'kubernetes.resyncperiod': 'removed',
    'kubernetes.upstream': 'removed',
    'cache.serve_stale': 'unknown',
  },
  '1.7.1': {
    'forward.max_concurrent': 'known',
  },
  '1.8.0': {
    'kubernetes.transfer': 'removed',
    transfer: 'known',
    'transfer.to': 'known',
    'kubernetes.resyncperiod': 'unknown',
    'kubernetes.upstream': 'unknown',
  },
  '1.8.3': {
    'kubernetes.transfer': 'unknown',
  },
  '1.8.4': {},
  '1.8.5': {},
  '1.8.6': {},
  '1.8.7': {},
  '1.9.0': {},
  '1.9.1': {},
  '1.9.2': {},
  '1.9.3': {
    'errors.stacktrace': 'known',
  },
  '1.9.4': {
    'cache.disable': 'known',
    'cache.serve_stale': 'known',
    'cache.servfail': 'known',
  },
  '1.10.0': {},
  '1.10.1': {
    'cache.keepttl': 'known',
  },
  '1.11.0': {
    'k8s_external.fallthrough': 'known',
    'rewrite.cname_target': 'known',
  },
  '1.11.1': {},
  '1.11.3': {},
  '1.11.4': {
    'forward.fail_fast': 'known',
    'forward.next': 'known',
  },
  '1.12.0': {
    'forward.failfast_all_unhealthy_upstreams': 'known',
    'forward.fail_fast': 'unknown',
  },
  '1.12.1': {},
  '1.12.2': {},
  '1.12.3': {},
  '1.12.4': {},
  '1.13.0': {},
  '1.13.1': {},
  '1.13.2': {},
  '1.14.0': {},
  '1.14.1': {},
  '1.14.2': {},
  '1.14.3': {},
  '1.14.4': {},
  '1.14.6': {},
};

/** Default Corefiles of older kubeadms; `*` stands for a word, `***` for all other words of the line. */
export const defaultCorefiles: readonly string[] = [
  `.:53 {
    errors
    health
    kubernetes * *** {
        pods insecure
        upstream
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    proxy . *
    cache 30
    reload
}
`,
  `.:53 {
    errors
    health
    kubernetes * *** {
        pods insecure
        upstream
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    proxy . *
    cache 30
    loop
    reload
    loadbalance
}
`,
  `.:53 {
    errors
    health
    kubernetes * *** {
        pods insecure
        upstream
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :9153
    forward . *
    cache 30
    loop
    reload
    loadbalance
}
`,
  `.:53 {
    errors
    health
    ready
    kubernetes * *** {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :9153
    forward . *
    cache 30
    loop
    reload
    loadbalance
}
`,
  `.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes * *** {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :9153
    forward . *
    cache 30
    loop
    reload
    loadbalance
}
`,
  `.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes * *** {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :9153
    forward . * {
        max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`,
];
