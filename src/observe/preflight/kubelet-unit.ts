import { kubeletConfigFile, kubeletEnvFile } from '../../spec/paths.ts';
import { type Check, caution } from './check.ts';
import type { CheckContext } from './check-context.ts';

const name = 'KubeletUnit';
const dropIn = '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf';
const kubeconfig = '/etc/kubernetes/kubelet.conf';
const bootstrapKubeconfig = '/etc/kubernetes/bootstrap-kubelet.conf';

/**
 * The kubelet's unit reads the files that we are going to write. A kubelet that does not comes up healthy and knows
 * nothing of the cluster; a four-minute wait is a bad way to find that out.
 */
export const kubeletUnit: Check = {
  name,
  async look(context) {
    const { services, exec } = context.host;
    if ((await services.kind()) !== 'systemd' || !(await services.exists('kubelet'))) return [];
    const { exitCode, stdout } = await exec.run('systemctl', ['cat', '--no-pager', 'kubelet.service']);
    if (exitCode !== 0) return [];
    const unit = withoutComments(stdout);
    const start = unit.match(/^ExecStart=.+$/gm)?.at(-1) ?? '';
    // What a wrapper script passes on cannot be seen from here.
    if (!/^ExecStart=\S*\/kubelet(\s|$)/.test(start)) return [];
    const text = `${unit}\n${await environmentFiles(unit, context)}`;
    const missing = [
      ...(refersTo(text, 'config', kubeletConfigFile) ? [] : [`--config=${kubeletConfigFile}`]),
      ...(refersTo(text, 'kubeconfig', kubeconfig) ? [] : [`--kubeconfig=${kubeconfig}`]),
      ...(readsFlags(unit) ? [] : [`$KUBELET_KUBEADM_ARGS from ${kubeletEnvFile}`]),
    ];
    if (missing.length === 0) return [];
    return [
      caution(name, `the unit of the kubelet does not start it with ${missing.join(', ')}`, {
        hint: `write ${dropIn}, then systemctl daemon-reload:\n${dropInText(start)}`,
        about: { kind: 'service', value: 'kubelet' },
      }),
    ];
  },
};

function withoutComments(text: string): string {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => !/^\s*[#;]/.test(line))
    .join('\n');
}

/** Contents of the environment files, where flags may stand as well. */
async function environmentFiles(unit: string, { host }: CheckContext): Promise<string> {
  const paths = [...unit.matchAll(/^EnvironmentFile=-?(\/\S+)$/gm)].map(([, path]) => path!);
  const texts = await Promise.all(paths.map((path) => host.files.read(path).catch(() => undefined)));
  return texts.map((text) => withoutComments(text ?? '')).join('\n');
}

function refersTo(text: string, flag: string, path: string): boolean {
  return [`--${flag}=${path}`, `--${flag} ${path}`, `--${flag}="${path}"`].some((option) => text.includes(option));
}

function readsFlags(unit: string): boolean {
  return (
    new RegExp(`^EnvironmentFile=-?${kubeletEnvFile.replaceAll('.', '\\.')}$`, 'm').test(unit) &&
    /^ExecStart=.*\$\{?KUBELET_KUBEADM_ARGS\b/m.test(unit)
  );
}

function dropInText(start: string): string {
  const program = /^ExecStart=(\S+)/.exec(start)![1]!;
  return [
    '[Service]',
    `EnvironmentFile=-${kubeletEnvFile}`,
    'ExecStart=',
    `ExecStart=${program} --bootstrap-kubeconfig=${bootstrapKubeconfig} --kubeconfig=${kubeconfig} --config=${kubeletConfigFile} $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS`,
  ].join('\n');
}
