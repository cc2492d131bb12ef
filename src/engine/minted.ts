import type { Files } from '../host/files.ts';
import type { Random } from '../host/random.ts';
import type { Mint, MintedKey, Secrets } from '../plan/phase.ts';
import { Secret } from '../plan/secret.ts';
import { readJson } from './store.ts';

export const nothingMinted: Secrets = { keys: new Map(), texts: new Map() };

/** The form in the run folder (0600, removed when the run has succeeded). */
interface Stored {
  readonly keys: {
    readonly [name: string]: {
      readonly algorithm: MintedKey['algorithm'];
      readonly privateKey: string;
      readonly publicKey: string;
      readonly serial: string;
    };
  };
  readonly texts: { readonly [name: string]: string };
}

const tokenAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Letters without modulo bias: bytes of 252 and more (7 x 36) are thrown away. */
function letters(random: Random, count: number): string {
  let result = '';
  while (result.length < count) {
    for (const byte of random.bytes(count * 2)) {
      if (byte < 252 && result.length < count) result += tokenAlphabet[byte % 36];
    }
  }
  return result;
}

/** A serial in [1, 2^63-1) as kubeadm draws it, as hex. */
function serial(random: Random): string {
  for (;;) {
    const bytes = random.bytes(8);
    const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) & ((1n << 63n) - 1n);
    if (value >= 1n && value < (1n << 63n) - 1n) return value.toString(16).padStart(2, '0');
  }
}

/**
 * Makes what is asked for and not there yet. Keys are made in the thread pool, all at once.
 * @param previous what an unfinished run had minted; it wins
 */
export async function mint(
  mints: readonly Mint[],
  random: Random,
  previous: Secrets = nothingMinted,
): Promise<Secrets> {
  return mintKeys(mints, random, mintTexts(mints, random, previous));
}

/** The texts of it alone, which take no time. */
export function mintTexts(mints: readonly Mint[], random: Random, previous: Secrets): Secrets {
  const texts = new Map(previous.texts);
  for (const wanted of mints) {
    if (wanted.kind === 'key' || texts.has(wanted.name)) continue;
    texts.set(wanted.name, new Secret(textFor(wanted, random), wanted.name));
  }
  return { keys: previous.keys, texts };
}

function textFor(wanted: Exclude<Mint, { readonly kind: 'key' }>, random: Random): string {
  return wanted.kind === 'token'
    ? `${letters(random, 6)}.${letters(random, 16)}`
    : Buffer.from(random.bytes(wanted.length)).toString('hex');
}

/** The keys of it, which take most of the time of a short command. */
export async function mintKeys(mints: readonly Mint[], random: Random, previous: Secrets): Promise<Secrets> {
  const keys = new Map(previous.keys);
  await Promise.all(
    mints.map(async (wanted) => {
      if (wanted.kind !== 'key' || keys.has(wanted.name)) return;
      const number = serial(random);
      const pair = await random.keyPair(wanted.algorithm);
      keys.set(wanted.name, {
        algorithm: wanted.algorithm,
        privateKey: new Secret(pair.privateKey, `key ${wanted.name}`),
        publicKey: pair.publicKey,
        serial: number,
      });
    }),
  );
  return { keys, texts: previous.texts };
}

/** Puts what was minted into the run folder. */
export async function storeMinted(files: Files, folder: string, secrets: Secrets): Promise<void> {
  const stored: Stored = {
    keys: Object.fromEntries(
      [...secrets.keys].map(([name, key]) => [name, { ...key, privateKey: key.privateKey.reveal() }]),
    ),
    texts: Object.fromEntries([...secrets.texts].map(([name, text]) => [name, text.reveal()])),
  };
  await files.write(`${folder}/minted.json`, JSON.stringify(stored), { mode: 0o600, directoryMode: 0o700 });
}

/** What an unfinished run had minted. */
export async function readMinted(files: Files, folder: string): Promise<Secrets> {
  const stored = (await readJson(files, `${folder}/minted.json`)) as Stored | undefined;
  if (stored === undefined) return nothingMinted;
  return {
    keys: new Map(
      Object.entries(stored.keys).map(([name, key]) => [
        name,
        { ...key, privateKey: new Secret(key.privateKey, `key ${name}`) },
      ]),
    ),
    texts: new Map(Object.entries(stored.texts).map(([name, text]) => [name, new Secret(text, name)])),
  };
}
