#!/bin/sh
# Runs a case on a machine of its own: this host's files with a writable layer above, a host name, a network.
#   machine.sh SPACE
# SPACE holds: layer/ (what lies on the machine at first), perhaps base/ (the writable layer of an earlier machine), network.sh, steps.sh, hostname, kubeadm (path), and gets
# layer-after/. Called by sandbox.ts in fresh mount, network and host name namespaces.
set -e
space=$1
# hostname(1) refuses names that the kernel takes.
cat "$space/hostname" >/proc/sys/kernel/hostname
mkdir "$space/mounted"
mount -t tmpfs equivalence "$space/mounted"
cd "$space/mounted"
mkdir upper work root
if [ -d "$space/base" ]; then cp -a "$space/base/." upper; rm -rf upper/case; else for taken in etc/kubernetes var/lib/kubelet var/lib/etcd var/lib/tsadm etc/cni; do
  # A whiteout: what this host has there is not part of the machine.
  mkdir -p "upper/$(dirname $taken)"
  [ ! -e "/$taken" ] || mknod "upper/$taken" c 0 0
done; fi
mount -t overlay -o "lowerdir=/,upperdir=$PWD/upper,workdir=$PWD/work" equivalence root
for view in proc sys dev; do mount --rbind "/$view" "root/$view"; done
for folder in tmp run; do mount -t tmpfs equivalence "root/$folder"; done
cp -a "$space/layer/." root
touch root/case/bin/kubeadm.real
mount --bind "$(cat "$space/kubeadm")" root/case/bin/kubeadm.real
sh -e "$space/network.sh"
chroot root /bin/sh /case/steps.sh
cd "$space"
cp -a mounted/upper layer-after
