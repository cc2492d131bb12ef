import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { KeyAlgorithm } from '../plan/phase.ts';
import type { Loaded } from './loaded.ts';
import { pemBlocks, toPem } from './pem.ts';

/**
 * The first usable private key of a PEM text: RSA or ECDSA as PKCS#1, PKCS#8 or SEC1, whatever blocks stand before it
 * (openssl puts EC PARAMETERS there). Encrypted keys and other algorithms are no keys to kubeadm (1.36.3) either.
 */
export function readPrivateKey(text: string): Loaded<KeyObject> {
  for (const { label, der } of pemBlocks(text)) {
    const type = privateKeyTypes[label];
    if (type === undefined) continue;
    const key = tryKey(() => createPrivateKey({ key: der, format: 'der', type }));
    if (key === undefined) continue;
    if (isSigningKey(key)) return { value: key };
    return { problem: `it holds a key of type ${key.asymmetricKeyType}, not RSA or ECDSA` };
  }
  return { problem: 'it holds no unencrypted RSA or ECDSA private key' };
}

const privateKeyTypes: { readonly [label: string]: 'pkcs1' | 'pkcs8' | 'sec1' | undefined } = {
  'RSA PRIVATE KEY': 'pkcs1',
  'PRIVATE KEY': 'pkcs8',
  'EC PRIVATE KEY': 'sec1',
};

/** The first public key of a PEM text: SubjectPublicKeyInfo, PKCS#1, or that of a private key beside it. */
export function readPublicKey(text: string): Loaded<KeyObject> {
  for (const { label, der } of pemBlocks(text)) {
    if (label !== 'PUBLIC KEY' && label !== 'RSA PUBLIC KEY') continue;
    const type = label === 'PUBLIC KEY' ? 'spki' : 'pkcs1';
    const key = tryKey(() => createPublicKey({ key: der, format: 'der', type }));
    if (key !== undefined && isSigningKey(key)) return { value: key };
  }
  const privateKey = readPrivateKey(text);
  if (privateKey.value === undefined) return { problem: 'it holds no RSA or ECDSA public key' };
  return { value: createPublicKey(privateKey.value) };
}

/** DER of the SubjectPublicKeyInfo of a public or private key. */
export function publicKeyDer(key: KeyObject): Buffer {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ format: 'der', type: 'spki' });
}

/** A private key as kubeadm writes it: PKCS#1 for RSA, SEC1 for ECDSA. */
export function privateKeyPem(key: KeyObject): string {
  const rsa = key.asymmetricKeyType === 'rsa';
  const der = key.export({ format: 'der', type: rsa ? 'pkcs1' : 'sec1' });
  return toPem(rsa ? 'RSA PRIVATE KEY' : 'EC PRIVATE KEY', der);
}

/** A public key as kubeadm writes it: SubjectPublicKeyInfo. */
export function publicKeyPem(key: KeyObject): string {
  return toPem('PUBLIC KEY', publicKeyDer(key));
}

/** Whether two keys, private or public, belong together. */
export function samePublicKey(a: KeyObject, b: KeyObject): boolean {
  const [publicA, publicB] = [a, b].map((key) => (key.type === 'private' ? createPublicKey(key) : key));
  return publicA!.equals(publicB!);
}

/** The algorithm of a key in the words of the configuration; undefined for sizes and curves it cannot name. */
export function algorithmOf(key: KeyObject): KeyAlgorithm | undefined {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa') {
    const name = `RSA-${details?.modulusLength}`;
    return name === 'RSA-2048' || name === 'RSA-3072' || name === 'RSA-4096' ? name : undefined;
  }
  if (details?.namedCurve === 'prime256v1') return 'ECDSA-P256';
  if (details?.namedCurve === 'secp384r1') return 'ECDSA-P384';
  return undefined;
}

function isSigningKey(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'ec';
}

function tryKey(make: () => KeyObject): KeyObject | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
