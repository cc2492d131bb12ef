import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeApi } from '../../src/host/kube-api.ts';
import type { KubeObject } from '../../src/plan/json.ts';

/** Another one each time: a cluster takes a while to remove the last. */
const namespace = `tsadm-contract-${Date.now().toString(36)}`;

function configMap(
  name: string,
  data: { readonly [key: string]: string },
  labels?: { [key: string]: string },
): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, ...(labels && { labels }) }, data };
}

function refTo(name: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', name, namespace } as const;
}

/**
 * What every KubeApi must do. The client needs an administrator's rights; everything happens in a namespace of its own, which is removed at the
 * end. `makeClient` is called once.
 */
export function kubeApiContract(name: string, makeClient: () => Promise<KubeApi>): void {
  describe(`KubeApi contract: ${name}`, () => {
    let api: KubeApi;

    beforeAll(async () => {
      api = await makeClient();
      await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    });

    afterAll(async () => {
      await api.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
      await api.delete({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: namespace });
      await api.close();
    });

    it('gives undefined for an object that is not there', async () => {
      expect(await api.get(refTo('none'))).toBeUndefined();
      expect(await api.delete(refTo('none'))).toBe(false);
    });

    it('creates, and only once', async () => {
      const made = await api.create(configMap('created', { a: '1' }));
      expect(made).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1', data: { a: '1' } });
      expect(made.metadata).toMatchObject({ uid: expect.any(String), resourceVersion: expect.any(String) });
      expect(await api.get(refTo('created'))).toMatchObject({ kind: 'ConfigMap', data: { a: '1' } });
      const again = api.create(configMap('created', { a: '2' }));
      await expect(again).rejects.toMatchObject({ name: 'ApiError', status: 409, reason: 'AlreadyExists' });
    });

    it('does not create in a namespace that is not there', async () => {
      const object = { ...configMap('x', {}), metadata: { name: 'x', namespace: 'tsadm-no-such-namespace' } };
      await expect(api.create(object)).rejects.toMatchObject({ status: 404, reason: 'NotFound' });
    });

    it('updates as a whole, the last one wins unless a version is named', async () => {
      const made = await api.create(configMap('updated', { a: '1', b: '1' }));
      const changed = await api.update(configMap('updated', { a: '2' }));
      expect(changed['data']).toEqual({ a: '2' });
      expect(changed.metadata['uid']).toBe(made.metadata['uid']);
      expect(changed.metadata['resourceVersion']).not.toBe(made.metadata['resourceVersion']);
      const old = { ...configMap('updated', { a: '3' }), metadata: { ...made.metadata } };
      await expect(api.update(old)).rejects.toMatchObject({ status: 409, reason: 'Conflict' });
      await expect(api.update(configMap('missing', {}))).rejects.toMatchObject({ status: 404, reason: 'NotFound' });
    });

    it('keeps the resource version when nothing changes', async () => {
      await api.apply(configMap('same', { a: '1' }));
      const one = await api.apply(configMap('same', { a: '1' }));
      const two = await api.apply(configMap('same', { a: '1' }));
      expect(two.metadata['resourceVersion']).toBe(one.metadata['resourceVersion']);
    });

    it('applies our fields, keeps those of others, drops ours that are no longer wanted', async () => {
      await api.apply(configMap('applied', { ours: '1', dropped: '1' }, { ours: 'yes' }));
      await api.patch(refTo('applied'), { data: { theirs: '1' }, metadata: { labels: { theirs: 'yes' } } }, 'merge');
      // The patch above came by our own name too; only what apply owns is dropped by apply.
      const found = await api.apply(configMap('applied', { ours: '2' }, { ours: 'yes' }));
      expect(found['data']).toEqual({ ours: '2', theirs: '1' });
      expect(found.metadata.labels).toEqual({ ours: 'yes', theirs: 'yes' });
    });

    it('takes over a field that another manager set', async () => {
      await api.create(configMap('taken', { a: 'theirs', b: 'theirs' }));
      const found = await api.apply(configMap('taken', { a: 'ours' }));
      expect(found['data']).toEqual({ a: 'ours', b: 'theirs' });
    });

    it('patches by merge, by JSON patch and strategically', async () => {
      await api.create(configMap('patched', { a: '1', b: '1' }, { keep: 'yes' }));
      const merged = await api.patch(refTo('patched'), { data: { a: null, c: '3' } }, 'merge');
      expect(merged['data']).toEqual({ b: '1', c: '3' });
      const replaced = await api.patch(refTo('patched'), [{ op: 'replace', path: '/data/b', value: '2' }], 'json');
      expect(replaced['data']).toEqual({ b: '2', c: '3' });
      const strategic = await api.patch(refTo('patched'), { metadata: { labels: { more: 'yes' } } }, 'strategic');
      expect(strategic.metadata.labels).toEqual({ keep: 'yes', more: 'yes' });
      const missing = api.patch(refTo('missing'), { data: {} }, 'merge');
      await expect(missing).rejects.toMatchObject({ status: 404, reason: 'NotFound' });
      const outdated = { metadata: { resourceVersion: '1' }, data: { a: '9' } };
      await expect(api.patch(refTo('patched'), outdated, 'merge')).rejects.toMatchObject({ reason: 'Conflict' });
    });

    it('patches lists strategically: containers by name, tolerations as a whole', async () => {
      const ref = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'strategic', namespace };
      const labels = { app: 'strategic' };
      const containers = ['one', 'two'].map((container) => ({ name: container, image: `${container}:1` }));
      const spec = { containers, tolerations: [{ key: 'a', operator: 'Exists' }] };
      await api.create({
        ...{ apiVersion: ref.apiVersion, kind: ref.kind, metadata: { name: ref.name, namespace } },
        spec: { replicas: 0, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
      });
      const change = { containers: [{ name: 'two', image: 'two:2' }], tolerations: [{ key: 'b', operator: 'Exists' }] };
      const patched = await api.patch(ref, { spec: { template: { spec: change } } }, 'strategic');
      const found = (patched['spec'] as { template: { spec: typeof spec } }).template.spec;
      expect(found.containers.map(({ name, image }) => `${name} ${image}`).sort()).toEqual(['one one:1', 'two two:2']);
      expect(found.tolerations).toEqual([{ key: 'b', operator: 'Exists' }]);
      expect(await api.delete(ref)).toBe(true);
    });

    it('stores what Secrets give as text', async () => {
      const metadata = { name: 'secret', namespace };
      const made = await api.create({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata,
        type: 'Opaque',
        stringData: { a: 'ä' },
      });
      expect(made['data']).toEqual({ a: Buffer.from('ä').toString('base64') });
      expect(made['stringData']).toBeUndefined();
    });

    it('lists in one namespace or all, by labels and fields, with kind and version', async () => {
      await api.create(configMap('list-a', {}, { group: namespace, member: 'a' }));
      await api.create(configMap('list-b', {}, { group: namespace, member: 'b' }));
      const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
      const group = `group=${namespace}`;
      const names = async (labels: string, fields?: string) =>
        (await api.list({ ...kind, namespace }, { labels, ...(fields && { fields }) })).map(
          ({ metadata }) => metadata.name,
        );
      expect(await names(group)).toEqual(['list-a', 'list-b']);
      expect(await names(`${group},member!=a`)).toEqual(['list-b']);
      expect(await names(`${group},member in (a, c)`)).toEqual(['list-a']);
      expect(await names(`${group},member notin (a)`)).toEqual(['list-b']);
      expect(await names(`${group},!member`)).toEqual([]);
      expect(await names(group, 'metadata.name=list-b')).toEqual(['list-b']);
      const everywhere = await api.list(kind, { labels: group });
      expect(everywhere).toHaveLength(2);
      expect(everywhere[0]).toMatchObject(kind);
    });

    it('writes objects that belong to no namespace', async () => {
      const ref = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: namespace };
      const rules = [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }];
      await api.apply({ apiVersion: ref.apiVersion, kind: ref.kind, metadata: { name: namespace }, rules });
      expect(await api.get(ref)).toMatchObject({ rules });
      expect(await api.delete(ref)).toBe(true);
      expect(await api.get(ref)).toBeUndefined();
    });

    it('deletes only what was meant', async () => {
      const made = await api.create(configMap('deleted', {}));
      const other = api.delete(refTo('deleted'), { uid: '00000000-0000-4000-8000-00000000dead' });
      await expect(other).rejects.toMatchObject({ status: 409, reason: 'Conflict' });
      expect(await api.delete(refTo('deleted'), { uid: made.metadata['uid'] as string })).toBe(true);
      expect(await api.get(refTo('deleted'))).toBeUndefined();
    });

    it('says who asks', async () => {
      const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: { name: '' } };
      const { status } = await api.create(review);
      expect(status).toMatchObject({ userInfo: { username: expect.any(String), groups: expect.any(Array) } });
    });

    it('gives any path as it is', async () => {
      expect(await api.raw('/healthz')).toMatchObject({ status: 200, body: 'ok' });
      expect(JSON.parse((await api.raw('/version')).body)).toMatchObject({
        gitVersion: expect.stringMatching(/^v1\./),
      });
      expect((await api.raw('/tsadm/no/such/path')).status).toBe(404);
    });
  });
}
