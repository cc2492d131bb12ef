import { readDocument } from '../observe/read-document.ts';
import { resolveInputs } from '../observe/resolve-inputs.ts';
import { neededImages } from '../spec/images.ts';
import { loadInitSpec } from '../spec/load-init.ts';
import { toYaml } from '../spec/yaml-write.ts';
import type { Command, CommandInput } from './command.ts';

/** `config images list`: one a line, or as kubeadm's Images object. */
export const imagesList: Command = async (input) => {
  const images = await imagesOf(input);
  const object = { kind: 'Images', apiVersion: 'output.kubeadm.k8s.io/v1alpha3', images };
  switch (input.invocation.output) {
    case 'json':
      return { text: `${JSON.stringify(object, null, 4)}\n`, result: object };
    case 'yaml':
      return { text: toYaml(object), result: object };
    case 'text':
      return { text: images.map((image) => `${image}\n`).join(''), result: object };
  }
};

async function imagesOf({ invocation, host, warn }: CommandInput): Promise<readonly string[]> {
  const { configFile, program, overrides } = invocation;
  const document = configFile === undefined ? {} : { document: await readDocument(configFile, host) };
  const loaded = loadInitSpec({ program, ...document, overrides });
  for (const issue of loaded.warnings) warn(issue);
  const resolved = await resolveInputs(loaded.spec, new Set(['kubernetes-version']), host);
  const { spec, warnings } = loaded.checkResolved(resolved.spec);
  for (const issue of [...resolved.warnings, ...warnings]) warn(issue);
  return neededImages(spec.cluster);
}
