import { describe, expect, it } from 'vitest';
import { componentHealthUrls, kubeletHealthUrl, type WaitedComponent } from '../../src/phases/health-urls.ts';

describe('kubeletHealthUrl', () => {
  it.each([
    [undefined, 'http://127.0.0.1:10248/healthz'],
    ['healthzBindAddress: 127.0.0.1\nhealthzPort: 10248\n', 'http://127.0.0.1:10248/healthz'],
    ['healthzPort: 12345\n', 'http://127.0.0.1:12345/healthz'],
    ['healthzBindAddress: "::1"\n', 'http://[::1]:10248/healthz'],
    ['healthzPort: 0\n', undefined],
  ])('%j', (text, url) => {
    expect(kubeletHealthUrl(text)).toBe(url);
  });
});

const spec = { localAPIEndpoint: { advertiseAddress: '10.0.0.10', bindPort: 6443 } };
const manifest = (component: string, words: readonly string[]) =>
  `spec:\n  containers:\n  - command:\n    - ${component}\n${words.map((word) => `    - ${JSON.stringify(word)}\n`).join('')}`;
const urls = (component: WaitedComponent, words: readonly string[]) =>
  componentHealthUrls(spec, new Map([[component, manifest(component, words)]]))[component];

describe('componentHealthUrls', () => {
  it('has defaults where there is no manifest', () => {
    expect(componentHealthUrls(spec, new Map())).toEqual({
      'kube-apiserver': 'https://10.0.0.10:6443/livez',
      'kube-controller-manager': 'https://127.0.0.1:10257/healthz',
      'kube-scheduler': 'https://127.0.0.1:10259/livez',
    });
  });

  it.each<[WaitedComponent, readonly string[], string]>([
    ['kube-apiserver', ['--advertise-address=10.0.0.11', '--secure-port=7443'], 'https://10.0.0.11:7443/livez'],
    ['kube-apiserver', ['--secure-port=1', '--secure-port=2'], 'https://10.0.0.10:2/livez'],
    ['kube-apiserver', ['--advertise-address=fd00::1'], 'https://[fd00::1]:6443/livez'],
    ['kube-scheduler', ['--bind-address', '10.0.0.12'], 'https://10.0.0.12:10259/livez'],
    ['kube-controller-manager', ['-bind-address=::'], 'https://[::]:10257/healthz'],
  ])('%s %j', (component, words, url) => {
    expect(urls(component, words)).toBe(url);
  });
});
