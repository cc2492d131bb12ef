/** Names of the fields of a structure, and the structures (or lists of them) inside it. */
export interface FieldTree {
  /** Of fields that hold values, lists of values and free mappings; separated by blanks. */
  readonly names: string;
  readonly inside?: { readonly [name: string]: FieldTree };
}

/** logs.config.k8s.io LoggingConfiguration, which the configurations of kubelet and kube-proxy share. */
const logging: FieldTree = {
  names: 'flushFrequency format verbosity',
  inside: {
    options: {
      names: '',
      inside: {
        json: {
          names: 'infoBufferSize splitStream',
        },
        text: {
          names: 'infoBufferSize splitStream',
        },
      },
    },
    vmodule: {
      names: 'filePattern verbosity',
    },
  },
};

/**
 * Every field of kubelet.config.k8s.io/v1beta1 KubeletConfiguration in Kubernetes 1.35, 1.36 or 1.37, read off the
 * published Go types by reflection.
 */
export const kubeletFields: FieldTree = {
  names: `
    address allowedUnsafeSysctls apiVersion cgroupDriver cgroupRoot cgroupsPerQOS clusterDNS clusterDomain
    configMapAndSecretChangeDetectionStrategy containerLogMaxFiles containerLogMaxSize containerLogMaxWorkers
    containerLogMonitorInterval containerRuntimeEndpoint contentType cpuCFSQuota cpuCFSQuotaPeriod
    cpuManagerPolicy cpuManagerPolicyOptions cpuManagerReconcilePeriod defaultPodSysctls
    enableContentionProfiling enableControllerAttachDetach enableDebugFlagsHandler enableDebuggingHandlers
    enableProfilingHandler enableServer enableSystemLogHandler enableSystemLogQuery enforceNodeAllocatable
    eventBurst eventRecordQPS evictionHard evictionMaxPodGracePeriod evictionMinimumReclaim
    evictionPressureTransitionPeriod evictionSoft evictionSoftGracePeriod failCgroupV1 failSwapOn featureGates
    fileCheckFrequency hairpinMode healthzBindAddress healthzPort httpCheckFrequency
    imageGCHighThresholdPercent imageGCLowThresholdPercent imageMaximumGCAge imageMinimumGCAge
    imagePullCredentialsVerificationPolicy imageServiceEndpoint iptablesDropBit iptablesMasqueradeBit
    kernelMemcgNotification kind kubeAPIBurst kubeAPIQPS kubeReserved kubeReservedCgroup kubeletCgroups
    localStorageCapacityIsolation makeIPTablesUtilChains maxOpenFiles maxParallelImagePulls maxPods
    memoryManagerPolicy memoryReservationPolicy memoryThrottlingFactor mergeDefaultEvictionSettings
    nodeLeaseDurationSeconds nodeStatusMaxImages nodeStatusReportFrequency nodeStatusUpdateFrequency
    oomScoreAdj podCIDR podLogsDir podPidsLimit podsPerCore port preloadedImagesVerificationAllowlist
    protectKernelDefaults providerID qosReserved readOnlyPort registerNode registryBurst registryPullQPS
    reservedSystemCPUs resolvConf rotateCertificates runOnce runtimeRequestTimeout seccompDefault
    serializeImagePulls serverTLSBootstrap showHiddenMetricsForVersion shutdownGracePeriod
    shutdownGracePeriodCriticalPods singleProcessOOMKill staticPodPath staticPodURL staticPodURLHeader
    streamingConnectionIdleTimeout syncFrequency systemCgroups systemReserved systemReservedCgroup tlsCertFile
    tlsCipherSuites tlsCurvePreferences tlsMinVersion tlsPrivateKeyFile topologyManagerPolicy
    topologyManagerPolicyOptions topologyManagerScope volumePluginDir volumeStatsAggPeriod
  `,
  inside: {
    authentication: {
      names: '',
      inside: {
        anonymous: {
          names: 'enabled',
        },
        webhook: {
          names: 'cacheTTL enabled',
        },
        x509: {
          names: 'clientCAFile',
        },
      },
    },
    authorization: {
      names: 'mode',
      inside: {
        webhook: {
          names: 'cacheAuthorizedTTL cacheUnauthorizedTTL',
        },
      },
    },
    crashLoopBackOff: {
      names: 'maxContainerRestartPeriod',
    },
    logging,
    memorySwap: {
      names: 'swapBehavior',
    },
    registerWithTaints: {
      names: 'effect key timeAdded value',
    },
    reservedMemory: {
      names: 'limits numaNode',
    },
    shutdownGracePeriodByPodPriority: {
      names: 'priority shutdownGracePeriodSeconds',
    },
    tracing: {
      names: 'endpoint samplingRatePerMillion',
    },
    userNamespaces: {
      names: 'idsPerPod',
    },
  },
};

/** Every field of kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration in Kubernetes 1.35, 1.36 or 1.37. */
export const kubeProxyFields: FieldTree = {
  names: `
    apiVersion bindAddress bindAddressHardFail clusterCIDR configSyncPeriod detectLocalMode enableProfiling
    featureGates healthzBindAddress hostnameOverride kind metricsBindAddress mode nodePortAddresses
    oomScoreAdj portRange showHiddenMetricsForVersion windowsRunAsService
  `,
  inside: {
    clientConnection: {
      names: 'acceptContentTypes burst contentType kubeconfig qps',
    },
    conntrack: {
      names: 'maxPerCore min tcpBeLiberal tcpCloseWaitTimeout tcpEstablishedTimeout udpStreamTimeout udpTimeout',
    },
    detectLocal: {
      names: 'bridgeInterface interfaceNamePrefix',
    },
    iptables: {
      names: 'localhostNodePorts masqueradeAll masqueradeBit minSyncPeriod syncPeriod',
    },
    ipvs: {
      names: 'excludeCIDRs minSyncPeriod scheduler strictARP syncPeriod tcpFinTimeout tcpTimeout udpTimeout',
    },
    logging,
    nftables: {
      names: 'masqueradeAll masqueradeBit minSyncPeriod syncPeriod',
    },
    winkernel: {
      names: 'enableDSR forwardHealthCheckVip networkName rootHnsEndpointName sourceVip',
    },
  },
};
