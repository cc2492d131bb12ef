import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { readPatchFiles } from '../../src/manifests/patch-files.ts';

const read = (name: string, text = 'a: 1', version = 'v1.36.3') =>
  readPatchFiles([{ path: `/patches/${name}`, text }], version);

describe('file names', () => {
  it.each([
    ['etcd.yaml', 'etcd', 'strategic'],
    ['kube-apiserver0+merge.yaml', 'kube-apiserver', 'merge'],
    ['kube-scheduler-x_y+json.json', 'kube-scheduler', 'json'],
    ['kube-apiserver+strategic.yaml', 'kube-apiserver', 'strategic'],
    ['kube-apiserver+json+merge.yaml', 'kube-apiserver', 'json'],
    ['kubeletconfigurationA+merge.json', 'kubeletconfiguration', 'merge'],
    ['etcd.some.dots.yaml', 'etcd', 'strategic'],
    ['sub/deeper/corednsdeployment.yaml', 'corednsdeployment', 'strategic'],
  ])('%s', (name, target, type) => {
    expect(read(name).patches).toEqual([{ target, type, file: `/patches/${name}`, value: { a: 1 } }]);
  });

  it.each(['etcd.yml', 'etcd', 'README.md', 'Etcd.yaml', 'my-etcd.yaml', '.yaml'])('%s is ignored', (name) => {
    const { patches, ignored } = read(name);
    expect(patches).toEqual([]);
    expect(ignored).toMatchObject([{ file: `/patches/${name}` }]);
  });

  it('a link that leads to no file is ignored like any other by its name, or refused', () => {
    const files = ['sub', 'etcd.yaml'].map((name) => ({ path: `/patches/${name}`, text: undefined }));
    expect(readPatchFiles(files.slice(0, 1), 'v1.36.3').ignored).toMatchObject([{ file: '/patches/sub' }]);
    expect(() => readPatchFiles(files, 'v1.36.3')).toThrow(ConfigError);
  });

  it('knows kubeproxydaemonset from 1.37 on', () => {
    expect(read('kubeproxydaemonset.yaml').patches).toEqual([]);
    expect(read('kubeproxydaemonset.yaml', 'a: 1', 'v1.37.0').patches).toHaveLength(1);
  });
});

it('takes several documents and passes over empty ones', () => {
  expect(read('etcd.yaml', '---\na: 1\n---\n# nothing\n---\n{"b": 2}\n').patches.map(({ value }) => value)).toEqual([
    { a: 1 },
    { b: 2 },
  ]);
});

it('ignores an empty file', () => {
  expect(read('etcd.yaml', '').ignored).toEqual([{ file: '/patches/etcd.yaml', why: 'the file is empty' }]);
});

it('tells all that is wrong, with file and line', () => {
  const files = [
    { path: '/p/etcd+jsn.yaml', text: 'a: 1' },
    { path: '/p/kube-apiserver.yaml', text: 'a: 1\nb: [\n' },
  ];
  try {
    readPatchFiles(files, 'v1.36.3');
    expect.fail('not refused');
  } catch (error) {
    const { issues } = error as ConfigError;
    expect(error).toBeInstanceOf(ConfigError);
    expect(issues.map(({ file }) => file)).toEqual(['/p/etcd+jsn.yaml', '/p/kube-apiserver.yaml']);
    expect(issues[1]!.line).toBeGreaterThanOrEqual(2);
  }
});
