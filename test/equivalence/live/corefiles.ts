/** Corefiles as people have them, the older ones of kubeadm first. */
export const corefiles: readonly { readonly name: string; readonly text: string; readonly tag?: string }[] = [
  {
    name: 'the default of 1.18',
    text: `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
`,
  },
  {
    name: 'a stub domain of its own',
    text: `# ours
.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
corp.example {
    forward . 10.0.0.53
}
`,
    tag: '1.7.0',
  },
  {
    name: 'options that were removed',
    text: `.:53 {
    errors
    health
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       upstream
       resyncperiod 5m
       transfer to 10.0.0.1 10.0.0.2
       endpoint https://a https://b
       fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
    log
}
`,
  },
  { name: 'empty', text: '' },
  { name: 'nothing but a comment', text: '# nothing\n' },
  {
    name: 'proxy',
    text: `.:53 {
    errors
    health
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        upstream
    }
    prometheus :9153
    proxy . /etc/resolv.conf {
        policy least_conn
        protocol force_tcp x
        health_check /
        except a.example
    }
    proxy corp.example 10.0.0.53
    cache 30
    reload
    log
}
`,
    tag: '1.1.3',
  },
  {
    name: 'the default of today',
    text: `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`,
    tag: 'v1.11.3',
  },
  {
    name: 'an older default that forwards elsewhere',
    text: `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes example.org in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . 10.0.0.2 {
       max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`,
    tag: 'v1.11.1',
  },
  {
    name: 'an older default in another order, with Windows line ends',
    text: '.:53 {\r\n  loadbalance\r\n  errors\r\n  health\r\n  kubernetes a b c {\r\n  upstream\r\n  pods insecure\r\n  fallthrough in-addr.arpa ip6.arpa\r\n  }\r\n  prometheus :9153\r\n  proxy . x\r\n  cache 30\r\n  loop\r\n  reload\r\n}\r\n',
    tag: '1.2.6',
  },
  {
    name: 'stub domains in the default block',
    text: `.:53 {
    errors
    kubernetes cluster.local {
        pods insecure
    }
    forward corp.example 10.0.0.53 {
        policy random
    }
    forward lab.example 10.0.0.54
    forward . /etc/resolv.conf
    cache 30
}
`,
    tag: '1.3.1',
  },
  {
    name: 'a stub domain in a block of two addresses',
    text: `.:53 .:5353 {
    forward corp.example 10.0.0.53
    forward . /etc/resolv.conf
}
`,
    tag: '1.3.1',
  },
  { name: 'forward without a zone', text: '.:53 {\n    forward\n    upstream\n}\n', tag: '1.3.1' },
  {
    name: 'proxy over HTTPS',
    text: '.:53 {\n    proxy . 8.8.8.8 {\n        protocol https_google\n        spray\n        own x\n    }\n    loop\n}\n',
    tag: '1.1.4',
  },
  {
    name: 'hosts of both families',
    text: '.:53 {\n    errors\n    hosts {\n        10.0.0.1 a.example b.example\n        fe80:1::2:3 c.example\n        ttl 60\n        fallthrough\n    }\n    forward . 10.0.0.2 {\n        max_concurrent 10\n    }\n}\n',
    tag: 'v1.11.3',
  },
  {
    name: 'quotation marks, comments and a template',
    text: '# first\n.:53 {\n    errors {\n        consolidate 5m ".* i/o timeout$" warning # why\n    }\n    template IN A x.example {\n        answer "{{ .Name }} 60 IN A 1.2.3.4"\n    }\n    kubernetes cluster.local {\n        upstream\n    }\n    forward . 10.0.0.2\n    log#nothing here\n}\n',
    tag: '1.6.9',
  },
  {
    name: 'rewrite and an import',
    text: '.:53 {\n    rewrite name a.example b.example\n    import custom/*.override\n    forward . 10.0.0.2\n    loop\n}\nimport custom/*.server\n',
    tag: 'v1.12.0',
  },
  {
    name: 'options of its own',
    text: '.:53 {\n    cache 30 {\n        own 5\n    }\n    ready :8181 {\n        x\n    }\n}\n',
    tag: 'v1.13.1',
  },
  {
    name: 'serve_stale through releases without it',
    text: '.:53 {\n    cache {\n        serve_stale\n    }\n}\n',
    tag: '1.6.6',
  },
  {
    name: 'fail_fast, which came and went',
    text: '.:53 {\n    forward . 10.0.0.2 {\n        fail_fast\n    }\n}\n',
    tag: 'v1.11.4',
  },
  {
    name: 'endpoint only, which is ignored',
    text: '.:53 {\n    kubernetes cluster.local {\n        endpoint https://a https://b\n    }\n}\n',
    tag: '1.7.1',
  },
  {
    name: 'transfer from two zones',
    text: '.:53 {\n    kubernetes a.example {\n        transfer to *\n    }\n    kubernetes b.example {\n        transfer to 10.0.0.9\n    }\n}\n',
    tag: '1.7.1',
  },
  {
    name: 'transfer to nobody',
    text: '.:53 {\n    kubernetes a.example {\n        transfer to\n    }\n}\n',
    tag: '1.7.1',
  },
  {
    name: 'lameduck and max_concurrent lacking in two blocks',
    text: '.:53 {\n    health\n    forward . 10.0.0.2\n}\ncorp.example:53 {\n    health :8081\n    forward . 10.0.0.3 {\n        max_concurrent 7\n    }\n}\n',
    tag: '1.6.4',
  },
  {
    name: 'a closing brace in the line of others',
    text: '.:53 {\n    health { lameduck 5s }\n    forward . 10.0.0.2\n}\n',
    tag: 'v1.11.3',
  },
  { name: 'blocks without braces', text: 'a.example\nb.example c.example\n', tag: '1.6.2' },
  {
    name: 'resyncperiod, only deprecated on the way',
    text: '.:53 {\n    kubernetes a.example {\n        resyncperiod 5m\n    }\n    forward . x\n}\n',
    tag: '1.4.0',
  },
  {
    name: 'options that were removed, in the newest release that had them',
    text: '.:53 {\n    kubernetes a.example {\n        upstream\n        resyncperiod 5m\n    }\n}\n',
    tag: '1.7.1',
  },
];
