import { bad, cluster, init } from '../bad-input.ts';

/** Files that are no text, too much of it, or none at all. */

const utf8 = new TextEncoder();
const good = cluster('clusterName: blue');

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function utf16(text: string, mark: readonly number[], order: 'little' | 'big'): Uint8Array {
  const pairs = [...text].flatMap((character) => {
    const code = character.charCodeAt(0);
    return order === 'little' ? [code & 255, code >> 8] : [code >> 8, code & 255];
  });
  return Uint8Array.from([...mark, ...pairs]);
}

/** Bytes that look random and are the same every time. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state >> 16;
  });
}

const elf = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0x4c];

export const files = [
  bad('no file', { place: 'missing' }, 'kubeadm.yaml cannot be read', ': there is no such file'),
  bad('folder', { place: 'directory' }, 'kubeadm.yaml cannot be read', ': this is a folder'),
  bad('unreadable', { place: 'unreadable' }, 'kubeadm.yaml cannot be read', 'EACCES'),
  bad('link to itself', { place: 'link to itself' }, 'kubeadm.yaml cannot be read', 'ELOOP'),
  bad('below a file', { place: 'below a file' }, 'cannot be read', 'there is no such file'),
  bad('name too long', { place: 'name too long' }, 'cannot be read', 'ENAMETOOLONG'),
  bad('empty', '', 'neither an InitConfiguration nor a ClusterConfiguration', 'config print init-defaults'),
  bad('one newline', '\n', ':1:1: the document does not say what it is'),
  bad('blanks', ' '.repeat(5000), ':1:1: the document does not say what it is'),
  bad('only a mark', '\ufeff', 'neither an InitConfiguration nor'),
  bad('a word', 'hello', ':1:1: the document does not say what it is', 'kubeadm.k8s.io/v1beta4'),
  bad('a page', '<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n', 'kubeadm.yaml:1:1: '),
  bad('a shell script', '#!/bin/sh\nkubeadm init "$@" || exit 1\n', 'kubeadm.yaml:'),
  bad('a private key', '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\n', ':1:4: '),
  bad('an INI file', '[Service]\nExecStart=/usr/bin/kubelet\n', 'kubeadm.yaml:2:1: '),
  bad('JSON cut off', '{"apiVersion": "kubeadm.k8s.io/v1beta4", "kind": "InitConf', 'kubeadm.yaml:1:'),
  bad('JSON with a comma too many', `${'{"apiVersion": "kubeadm.k8s.io/v1beta4",,'}\n"kind": "A"}`, 'kubeadm.yaml:1:'),
  bad(
    'cut off in a key',
    cluster('networking:\n  podSub'),
    ':4:1: networking: expected a mapping of fields, found text',
  ),
  bad('cut off in a quote', cluster('networking:\n  podSubnet: "10.2').trimEnd(), ':5:19: Missing closing'),
  bad('cut off in a list', cluster('apiServer: {certSANs: [a, b').trimEnd(), 'kubeadm.yaml:4:'),
  bad('cut off in kind', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: Clu', 'neither an InitConfiguration nor'),
  bad('cut off in apiVersion', 'apiVersion: kubeadm.k8s', ':1:1: the document does not say what it is'),
  bad('zeros', new Uint8Array(5000), ':1:1: the control character U+0000 may not stand in YAML'),
  bad('a zero in a value', cluster('clusterName: "bl\u0000ue"'), ':4:17: the control character U+0000'),
  bad('an escape in a comment', cluster('# \u001b[31m red'), ':4:3: the control character U+001B'),
  bad('a bell in a name', cluster('cluster\u0007Name: a'), ':4:8: the control character U+0007'),
  bad('Latin-1', latin1(cluster('clusterName: caf\u00e9')), ':4:17: the bytes here are no UTF-8', 'save the file as'),
  bad('half a character', Uint8Array.from([...utf8.encode(good), 0xe2, 0x82]), ':5:1: the bytes here are no UTF-8'),
  bad('a surrogate', Uint8Array.from([...utf8.encode(good), 0xed, 0xa0, 0x80]), ':5:1: the bytes here are no UTF-8'),
  bad('UTF-16, little end first', utf16(good, [0xff, 0xfe], 'little'), 'the file is UTF-16', 'save it as UTF-8'),
  bad('UTF-16, big end first', utf16(good, [0xfe, 0xff], 'big'), 'the file is UTF-16', 'save it as UTF-8'),
  bad('UTF-16 without a mark', utf16(good, [], 'little'), ':1:2: the control character U+0000'),
  bad('UTF-32', Uint8Array.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'the file is UTF-16'),
  bad('a program', Uint8Array.from(elf), ':1:1: the control character U+007F'),
  bad('a packed file', Uint8Array.from(gzip), 'kubeadm.yaml:1:2: the bytes here are no UTF-8'),
  bad('noise', noise(100_000), 'the bytes here are no UTF-8'),
  bad('10 MB of text', cluster(`# ${'a'.repeat(10_000_000)}`), 'more than 256 KiB', 'is this the right file?'),
  bad('10 MB of lines', cluster('# comment\n'.repeat(1_000_000)), 'more than 256 KiB'),
  bad('10 MB of zeros', new Uint8Array(10_000_000), 'more than 256 KiB'),
  bad('carriage returns alone', cluster('clusterName: a').replaceAll('\n', '\r'), 'kubeadm.yaml:1:'),
  bad(
    'CRLF with a mistake',
    cluster('dns: {}\nclusterNam: a').replaceAll('\n', '\r\n'),
    ':5:1: clusterNam: there is no',
  ),
  bad('a mark with a mistake', `\ufeff${init('dryrun: true')}`, ':3:1: dryrun: there is no such field', '"dryRun"'),
  bad('a mark in the middle', cluster('\ufeffclusterName: a'), 'kubeadm.yaml:4:'),
];
