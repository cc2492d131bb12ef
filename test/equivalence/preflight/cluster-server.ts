/**
 * Answers as the API server of a cluster that a node joins by token, as far as discovery and the stored configuration:
 * `node cluster.cjs PORT KEY CERTIFICATE CLUSTER-CONFIGURATION`, run inside a machine. The ConfigMap cluster-info is signed
 * with the token as KEP 130 has it: a detached JWS (HS256) over the kubeconfig.
 */
export const clusterServer = `
const { readFileSync, writeFileSync } = require('fs');
const { createHmac } = require('crypto');
const [, , port, key, cert, configuration] = process.argv;
const [id, secret] = ['abcdef', '0123456789abcdef'];
const encode = (text) => Buffer.from(text).toString('base64url');
const kubeconfig = JSON.stringify({
  apiVersion: 'v1', kind: 'Config', 'current-context': '', contexts: [], users: [], preferences: {},
  clusters: [{ name: '', cluster: {
    server: 'https://127.0.0.1:' + port, 'certificate-authority-data': readFileSync(cert).toString('base64') } }],
});
const head = encode(JSON.stringify({ alg: 'HS256', kid: id }));
const signature = createHmac('sha256', secret).update(head + '.' + encode(kubeconfig)).digest('base64url');
const maps = {
  '/api/v1/namespaces/kube-public/configmaps/cluster-info': { kubeconfig, ['jws-kubeconfig-' + id]: head + '..' + signature },
  '/api/v1/namespaces/kube-system/configmaps/kubeadm-config': { ClusterConfiguration: readFileSync(configuration, 'utf8') },
  '/api/v1/namespaces/kube-system/configmaps/kubelet-config': {
    kubelet: JSON.stringify({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' }) },
  '/api/v1/namespaces/kube-system/configmaps/kube-proxy': {
    'config.conf': JSON.stringify({ apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration' }) },
};
const answer = (request, response) => {
  const path = request.url.split('?')[0];
  const [, , , , namespace, , name] = path.split('/');
  const data = maps[path];
  response.writeHead(data ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(data
    ? { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data }
    : { apiVersion: 'v1', kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404, metadata: {} }));
};
const server = require('https').createServer({ key: readFileSync(key), cert: readFileSync(cert) }, answer);
server.listen(Number(port), '::', () => writeFileSync('/case/serving', ''));
setTimeout(() => process.exit(0), 60000);
`;
