/** A word of a Corefile and the lines on which it begins and ends, counted from 1. */
export interface Word {
  readonly text: string;
  readonly line: number;
  readonly lastLine: number;
}

/** What separates words, as Go's unicode.IsSpace has it. */
const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;

/**
 * The words of a Corefile as the reader of kubeadm's migration finds them (github.com/coredns/caddy 1.1.1): separated by
 * space, or between quotation marks, where only `\"` is an escape. A `#` begins a comment also inside a word; of such a
 * comment only the rest up to the next space is passed over when a word was under way.
 */
export function corefileWords(text: string): readonly Word[] {
  const letters = [...text.replace(/^\ufeff/u, '')];
  const words: Word[] = [];
  let at = 0;
  let line = 1;
  while (at < letters.length) {
    const word = nextWord();
    if (word !== undefined) words.push(word);
  }
  return words;

  function nextWord(): Word | undefined {
    let value = '';
    let begun = line;
    let inComment = false;
    for (; at < letters.length; at++) {
      const letter = letters[at]!;
      if (letter === '\r') continue;
      if (space.test(letter)) {
        if (letter === '\n') {
          line++;
          inComment = false;
        }
        if (value === '') continue;
        at++;
        return word(value, begun);
      }
      if (letter === '#') inComment = true;
      if (inComment) continue;
      if (value === '') {
        begun = line;
        if (letter === '"') {
          at++;
          return quoted(begun);
        }
      }
      value += letter;
    }
    return value === '' ? undefined : word(value, begun);
  }

  function quoted(begun: number): Word | undefined {
    let value = '';
    for (; at < letters.length; at++) {
      const letter = letters[at]!;
      if (letter === '"') {
        at++;
        return word(value, begun);
      }
      if (letter === '\n') line++;
      if (letter === '\\' && at + 1 < letters.length) {
        const escaped = letters[++at]!;
        if (escaped === '\n') line++;
        value += escaped === '"' ? escaped : `${letter}${escaped}`;
      } else if (letter !== '\\') value += letter;
    }
    return value === '' ? undefined : word(value, begun);
  }

  function word(value: string, begun: number): Word {
    return { text: value, line: begun, lastLine: begun + value.split('\n').length - 1 };
  }
}
