const letter = /\p{L}/u;
const digit = /\p{Nd}/u;

/**
 * Order of a mapping's keys in kubeadm's files: numbers inside keys count by value, and what is no letter comes before
 * letters.
 */
export function compareKeys(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  const length = Math.min(left.length, right.length);
  let at = 0;
  while (at < length && left[at] === right[at]) at++;
  if (at === length) return left.length - right.length;
  const x = left[at]!;
  const y = right[at]!;
  const [xIsLetter, yIsLetter] = [letter.test(x), letter.test(y)];
  if (xIsLetter && yIsLetter) return compareRunes(x, y);
  if (xIsLetter || yIsLetter) return xIsLetter ? 1 : -1;
  const [m, n] = [digitsAt(left, at), digitsAt(right, at)];
  return compareNumbers(m, n, left, at) || m.length - n.length || compareRunes(x, y);
}

/** Digits that begin here; a zero in a number that began earlier is not a leading one, hence the 1 put in front. */
function compareNumbers(m: string, n: string, key: readonly string[], at: number): number {
  const front = (m.startsWith('0') || n.startsWith('0')) && inNumber(key, at) ? '1' : '';
  const difference = BigInt(`${front}${m}` || 0) - BigInt(`${front}${n}` || 0);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function inNumber(key: readonly string[], at: number): boolean {
  for (let i = at - 1; i >= 0 && digit.test(key[i]!); i--) if (key[i] !== '0') return true;
  return false;
}

function digitsAt(key: readonly string[], at: number): string {
  let end = at;
  while (end < key.length && /[0-9]/.test(key[end]!)) end++;
  return key.slice(at, end).join('');
}

function compareRunes(a: string, b: string): number {
  return a.codePointAt(0)! - b.codePointAt(0)!;
}
