import { bad, cluster, init } from '../bad-input.ts';

/** What YAML does not allow, what it allows and nobody means, and what grows. */

const billion = Array.from({ length: 10 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'ha' : `*a${i - 1}, `.repeat(10)}]`);
const stairs = Array.from({ length: 300 }, (_, i) => `${' '.repeat(i + 1)}a:`);
const ladder = Array.from({ length: 300 }, (_, i) => `- &r${i} [${i === 0 ? '' : `*r${i - 1}`}]`);
const wide = Array.from({ length: 2000 }, (_, i) => `k${i}: 1`);

export const yaml = [
  bad('tab for a blank', cluster('networking:\n\tpodSubnet: 10.0.0.0/16'), ':5:1: Tabs are not allowed'),
  bad('tab behind blanks', cluster('networking:\n  dnsDomain: a\n \tpodSubnet: a'), 'kubeadm.yaml:6:'),
  bad('less indented', cluster('networking:\n   dnsDomain: a\n  podSubnet: b'), 'kubeadm.yaml:6:'),
  bad('more indented', cluster('networking:\n  dnsDomain: a\n    podSubnet: b'), 'kubeadm.yaml:'),
  bad('indented for nothing', cluster('  clusterName: a'), 'kubeadm.yaml:'),
  bad('no blank behind a colon', cluster('clusterName:a'), 'kubeadm.yaml:4:1: '),
  bad('no colon', cluster('clusterName a'), 'kubeadm.yaml:4:1: '),
  bad('two colons', cluster('clusterName: a: b'), 'kubeadm.yaml:4:'),
  bad('colon in a range', cluster('controlPlaneEndpoint: a: 6443'), 'kubeadm.yaml:4:'),
  bad('open double quote', cluster('clusterName: "a'), 'Missing closing "quote'),
  bad('open single quote', cluster("clusterName: 'a"), "Missing closing 'quote"),
  bad('text behind a quote', cluster('clusterName: "a" b'), 'kubeadm.yaml:4:'),
  bad('unknown escape', cluster('certificatesDir: "\\etc\\pki"'), ':4:23: Invalid escape sequence \\p'),
  bad('open list', cluster('apiServer:\n  certSANs: [a, b\nclusterName: a'), 'kubeadm.yaml:6:'),
  bad('open mapping', cluster('dns: {imageTag: a\nclusterName: a'), 'kubeadm.yaml:5:'),
  bad('closed twice', cluster('dns: {imageTag: a}}'), 'kubeadm.yaml:4:19: '),
  bad('wrong bracket', cluster('apiServer: {certSANs: [a}}'), 'kubeadm.yaml:4:'),
  bad('list among fields', cluster('- a'), 'kubeadm.yaml:4:1: '),
  bad('at sign', cluster('clusterName: @a'), ':4:14: Plain value cannot start with reserved character @'),
  bad('backquote', cluster('clusterName: `a`'), ':4:14: Plain value cannot start with reserved character `'),
  bad('percent', cluster('clusterName: %a'), 'kubeadm.yaml:4:14: '),
  bad('two tags', cluster('clusterName: !a !b c'), ':4:17: A node can have at most one tag'),
  bad(
    'tag that does not fit',
    cluster('clusterName: !!int blue'),
    ':4:20: clusterName: the value does not fit its tag !!int',
  ),
  bad('bad base64', cluster('clusterName: !!binary "***"'), ':4:23: clusterName: the value does not fit its tag'),
  bad('tag of JavaScript', cluster('clusterName: !<constructor> a'), ':4:14: this tag cannot be read'),
  bad('unknown anchor', cluster('clusterName: *blue'), ':4:14: clusterName: there is no such anchor'),
  bad('anchor in itself', cluster('dns: &a {imageTag: *a}'), ':4:9: dns.imageTag: an anchor contains itself'),
  bad('merge of a text', cluster('dns: {<<: a}'), ':4:7: dns: << takes a mapping'),
  bad('alias bomb', cluster(billion.join('\n')), 'aliases make the document grow too much'),
  bad('merge bomb', cluster(`x: &x {${wide.join(', ')}}\ny:\n${'- <<: *x\n'.repeat(1000)}`), 'grow too much'),
  bad('deep lists', cluster(`dns: ${'['.repeat(50_000)}`), ':4:106: mappings and lists are nested more than 100'),
  bad('deep mappings', cluster(`dns: ${'{a: '.repeat(20_000)}`), 'nested more than 100 levels deep'),
  bad('deep dashes', cluster(`dns:\n${'- '.repeat(50_000)}a`), 'nested more than 100 levels deep'),
  bad('deep indentation', cluster(`dns:\n${stairs.join('\n')}`), ':104:101: mappings and lists are nested more'),
  bad('deep aliases', cluster(`dns:\n${ladder.join('\n')}`), 'aliases nest the document more than 100'),
  bad('list as a key', cluster('? [a, b]\n: c'), ':4:3: a key must be text, a number or a boolean'),
  bad('mapping as a key', cluster('{a: b}: c'), ':4:1: a key must be text'),
  bad('long key', cluster(`${'a'.repeat(2000)}: b`), 'kubeadm.yaml:4:1: ', '1024'),
  bad('infinity', cluster('clusterName: .inf'), ':4:14: clusterName: infinities and .nan'),
  bad('not a number', init('localAPIEndpoint: {bindPort: .nan}'), ':3:30: localAPIEndpoint.bindPort: infinities'),
  bad('text behind a separator', `${cluster('')}--- # fine\n--- {}\n`, ':6:4: a line that begins with --- separates'),
  bad('four dashes', `---- \n${cluster('')}`, ':1:4: a line that begins with --- separates'),
  bad('separator in a text', cluster('clusterName: |\n  a\n---\n  b'), 'kubeadm.yaml:7:'),
  bad(
    'separators without documents',
    '---\n---\n---\n',
    'the document does not say what it is',
    'take the empty document',
  ),
  bad('many separators', '---\n'.repeat(50_000), 'more than 1000 documents'),
  bad('end mark first', `...\n${cluster('')}`, ':1:1: the document does not say what it is'),
  bad('unknown directive only', '%YAML 9.9\n', 'kubeadm.yaml:1:'),
  bad(
    'field twice',
    cluster('clusterName: a\nclusterName: b'),
    ':5:1: clusterName: the field stands here a second time',
  ),
  bad(
    'field twice, inside',
    cluster('dns:\n  imageTag: a\n  imageTag: b'),
    ':6:3: dns.imageTag: the field stands here a',
  ),
  bad('field twice, in quotes', cluster('dns: {}\n"dns": {}'), ':5:1: dns: the field stands here a second time'),
  bad('ten thousand brackets', cluster('}'.repeat(10_000)), 'these are the first 200', 'kubeadm.yaml:4:'),
];
