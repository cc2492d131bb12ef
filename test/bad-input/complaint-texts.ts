import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One place in src/spec/rules that refuses something. */
export interface ComplaintText {
  readonly file: string;
  /** Its message as it stands there. */
  readonly source: string;
  readonly matches: (message: string) => boolean;
}

const folder = join(import.meta.dirname, '../../src/spec/rules');
const literal = /'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;

/**
 * Every message with which a rule refuses, read from the text of the rules: the second argument of what makes an error,
 * in each of its forms when it is a choice.
 */
export function complaintTexts(): readonly ComplaintText[] {
  return readdirSync(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [...text.matchAll(/\b(?:clusterError|initError|(?<!function )error)\((?!path: )/g)].flatMap(
      ({ index, 0: call }) => {
        const argument = secondArgument(text, index + call.length);
        const variable = /^\w+$/.test(argument) ? definitionOf(argument, text) : argument;
        const found = [...variable.matchAll(literal)].map(([whole, plain, template]) => plain ?? template ?? whole);
        if (found.length === 0) throw new Error(`${file}: no message in ${argument}`);
        return found
          .filter((source) => source.includes(' '))
          .map((source) => ({ file, source, matches: matcher(source) }));
      },
    );
  });
}

/** From behind the opening bracket of a call: what stands between its first two commas. */
function secondArgument(text: string, from: number): string {
  const commas: number[] = [];
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (quote !== '') quote = character === quote && text[at - 1] !== '\\' ? '' : quote;
    else if (`'\`"`.includes(character)) quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (quote === '' && (depth < 0 || (depth === 0 && character === ','))) commas.push(at);
    if (commas.length === 2 || depth < 0) break;
  }
  return text.slice(commas[0]! + 1, commas[1]).trim();
}

function definitionOf(name: string, text: string): string {
  return new RegExp(`const ${name} =([\\s\\S]*?);\\n`).exec(text)?.[1] ?? '';
}

/** What `\${…}` stands for may be anything. */
function matcher(source: string): (message: string) => boolean {
  const parts = source.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const whole = new RegExp(`^${parts.join('.*')}$`, 's');
  return (message) => whole.test(message);
}
