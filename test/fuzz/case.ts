import { ConfigError, type Issue } from '../../src/errors.ts';
import { renderError } from '../../src/render/error-text.ts';
import { clusterConfigurationObject } from '../../src/spec/cluster-configuration-object.ts';
import { initConfigurationObject } from '../../src/spec/init-configuration-object.ts';
import { mostTold } from '../../src/spec/issue-order.ts';
import { loadAny } from '../../src/spec/load-any.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import type { InitSpec } from '../../src/spec/types.ts';
import { toYamlStream } from '../../src/spec/yaml-write.ts';
import { goodDocuments, plainPassword, secrets } from './good-documents.ts';
import { mutations } from './mutations.ts';
import { chanceOf } from './random.ts';

/** The text of a case: a good document after one to four mutations. */
export function textOf(seed: number, index: number): string {
  const chance = chanceOf(seed, index);
  let text = chance.pick(goodDocuments);
  for (let left = 1 + chance.below(chance.pick([1, 2, 4])); left > 0; left--)
    text = chance.pick(mutations)(text, chance);
  return text;
}

const file = 'kubeadm.yaml';

/** What came of a case. */
export interface Outcome {
  readonly taken: boolean;
  /** What should not have happened; none when all is well. */
  readonly problems: readonly string[];
}

/** Reads the text as `init` does and as `config validate` does, under both names of the program. */
export function tryText(text: string, index: number): Outcome {
  const program = index % 4 === 0 ? 'kubeadm' : 'tsadm';
  const document = { file, text };
  let reread = (): readonly string[] => [];
  const init = attempt(() => {
    const { spec, warnings } = loadInitSpec({ program, document, overrides: [] });
    const stored = (one: InitSpec): string =>
      toYamlStream([initConfigurationObject(one), clusterConfigurationObject(one)]);
    reread = () => {
      const text = stored(spec);
      const again = loadInitSpec({ program, document: { file, text }, overrides: [] });
      return stored(again.spec) === text ? [] : [`what is stored is read differently:\n${text}`];
    };
    return warnings;
  });
  const any = attempt(
    () => loadAny({ program, document, allowDeprecated: index % 2 === 0, allowExperimental: false }).warnings,
  );
  return { taken: init.taken, problems: [...init.problems, ...any.problems, ...storedProblems(reread)] };
}

/** What is stored in the cluster must be readable again, and mean the same. */
function storedProblems(reread: () => readonly string[]): readonly string[] {
  try {
    return reread();
  } catch (error) {
    return [`what is stored cannot be read: ${error instanceof ConfigError ? JSON.stringify(error.issues) : error}`];
  }
}

function attempt(load: () => readonly Issue[]): Outcome {
  try {
    return { taken: true, problems: judge(load()) };
  } catch (error) {
    if (!(error instanceof ConfigError)) return { taken: false, problems: [`crash: ${(error as Error).stack}`] };
    const none = error.issues.length === 0 ? ['refused without an issue'] : [];
    const shown = renderError(error, { program: 'tsadm', verbose: 0 });
    return { taken: false, problems: [...none, ...judge(error.issues), ...wordsIn(shown)] };
  }
}

function judge(issues: readonly Issue[]): readonly string[] {
  const problems = issues.flatMap((issue) => {
    const place = issue.file === file && (issue.line === undefined || issue.line >= 1);
    return place && issue.message !== '' ? [] : [`no place or message: ${JSON.stringify(issue)}`];
  });
  const own = issues.filter(({ path }) => path === '' || path.includes('extraEnvs'));
  if (JSON.stringify(own).includes(plainPassword)) problems.push(`a password is shown: ${JSON.stringify(own)}`);
  if (issues.length > mostTold) problems.push(`${issues.length} issues`);
  return [...problems, ...wordsIn(JSON.stringify(issues))];
}

/** Words that only a mistake of ours brings into a text, and secrets. */
function wordsIn(shown: string): readonly string[] {
  const odd = /undefined|\[object |function |NaN|call stack|is not a |This is a mistake in/.exec(shown);
  const secret = Object.values(secrets).some((one) => shown.includes(one));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
  const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(shown);
  return [
    ...(odd === null ? [] : [`odd words "${odd[0]}": ${shown}`]),
    ...(secret ? [`a secret is shown: ${shown}`] : []),
    ...(control ? [`a control character is shown: ${JSON.stringify(shown)}`] : []),
  ];
}
