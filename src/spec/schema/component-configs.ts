import * as z from 'zod';
import { duration, flag, int32, text, texts } from './fields.ts';

/**
 * Types of the fields of kubelet.config.k8s.io/v1beta1 KubeletConfiguration and kubeproxy.config.k8s.io/v1alpha1
 * KubeProxyConfiguration, as far as kubeadm 1.36 checks them (each compared with it). They are carried through, so
 * fields that are not listed pass.
 */

const whole = z.int().nullish();
const number = z.number().nullish();
const textMap = z.record(z.string(), z.string().nullable()).nullish();
const flagMap = z.record(z.string(), z.boolean().nullable()).nullish();

function loose(shape: z.ZodRawShape) {
  return z.looseObject(shape).nullish();
}

function all<T extends z.ZodType>(type: T, names: string): { readonly [name: string]: T } {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, type]),
  );
}

export const kubeletConfiguration = z.looseObject({
  ...all(
    text,
    `staticPodPath podLogsDir staticPodURL address tlsCertFile tlsPrivateKeyFile tlsMinVersion healthzBindAddress
    clusterDomain kubeletCgroups systemCgroups cgroupRoot cgroupDriver cpuManagerPolicy memoryManagerPolicy
    topologyManagerPolicy topologyManagerScope hairpinMode podCIDR resolvConf configMapAndSecretChangeDetectionStrategy
    systemReservedCgroup kubeReservedCgroup showHiddenMetricsForVersion containerLogMaxSize providerID volumePluginDir
    reservedSystemCPUs containerRuntimeEndpoint imageServiceEndpoint`,
  ),
  ...all(
    duration,
    `syncFrequency fileCheckFrequency httpCheckFrequency streamingConnectionIdleTimeout nodeStatusUpdateFrequency
    nodeStatusReportFrequency imageMinimumGCAge imageMaximumGCAge volumeStatsAggPeriod cpuManagerReconcilePeriod
    runtimeRequestTimeout cpuCFSQuotaPeriod evictionPressureTransitionPeriod shutdownGracePeriod
    shutdownGracePeriodCriticalPods containerLogMonitorInterval`,
  ),
  ...all(
    flag,
    `enableServer rotateCertificates serverTLSBootstrap enableDebuggingHandlers enableContentionProfiling cgroupsPerQOS
    cpuCFSQuota serializeImagePulls protectKernelDefaults makeIPTablesUtilChains failSwapOn runOnce
    enableControllerAttachDetach seccompDefault registerNode enableProfilingHandler enableDebugFlagsHandler
    localStorageCapacityIsolation enableSystemLogHandler enableSystemLogQuery failCgroupV1 singleProcessOOMKill`,
  ),
  ...all(
    int32,
    `port readOnlyPort registryPullQPS registryBurst eventRecordQPS eventBurst healthzPort oomScoreAdj
    nodeLeaseDurationSeconds imageGCHighThresholdPercent imageGCLowThresholdPercent maxPods podsPerCore kubeAPIQPS
    kubeAPIBurst maxParallelImagePulls evictionMaxPodGracePeriod iptablesMasqueradeBit iptablesDropBit
    containerLogMaxFiles containerLogMaxWorkers nodeStatusMaxImages`,
  ),
  ...all(whole, 'maxOpenFiles podPidsLimit'),
  ...all(texts, 'tlsCipherSuites clusterDNS allowedUnsafeSysctls enforceNodeAllocatable'),
  ...all(
    textMap,
    `qosReserved evictionHard evictionSoft evictionSoftGracePeriod evictionMinimumReclaim systemReserved kubeReserved
    cpuManagerPolicyOptions topologyManagerPolicyOptions`,
  ),
  featureGates: flagMap,
  authentication: loose({
    x509: loose({ clientCAFile: text }),
    webhook: loose({ enabled: flag, cacheTTL: duration }),
    anonymous: loose({ enabled: flag }),
  }),
  authorization: loose({
    mode: text,
    webhook: loose({ cacheAuthorizedTTL: duration, cacheUnauthorizedTTL: duration }),
  }),
  memorySwap: loose({ swapBehavior: text }),
  crashLoopBackOff: loose({ maxContainerRestartPeriod: duration }),
});

export const kubeProxyConfiguration = z.looseObject({
  ...all(
    text,
    `bindAddress healthzBindAddress metricsBindAddress clusterCIDR hostnameOverride mode portRange detectLocalMode
    showHiddenMetricsForVersion`,
  ),
  ...all(flag, 'bindAddressHardFail enableProfiling'),
  oomScoreAdj: int32,
  configSyncPeriod: duration,
  nodePortAddresses: texts,
  featureGates: flagMap,
  clientConnection: loose({ ...all(text, 'kubeconfig acceptContentTypes contentType'), qps: number, burst: int32 }),
  detectLocal: loose(all(text, 'bridgeInterface interfaceNamePrefix')),
  iptables: loose({
    masqueradeBit: int32,
    ...all(flag, 'masqueradeAll localhostNodePorts'),
    ...all(duration, 'syncPeriod minSyncPeriod'),
  }),
  ipvs: loose({
    ...all(duration, 'syncPeriod minSyncPeriod tcpTimeout tcpFinTimeout udpTimeout'),
    scheduler: text,
    excludeCIDRs: texts,
    strictARP: flag,
  }),
  nftables: loose({ masqueradeBit: int32, masqueradeAll: flag, ...all(duration, 'syncPeriod minSyncPeriod') }),
  conntrack: loose({
    ...all(int32, 'maxPerCore min'),
    ...all(duration, 'tcpEstablishedTimeout tcpCloseWaitTimeout udpTimeout udpStreamTimeout'),
    tcpBeLiberal: flag,
  }),
});
