// The Go cluster as a `Cluster` over JSON lines, and the Go toolchain that builds it.

export { GoCluster } from './go-cluster.ts';
export { binFolder, buildGoCommands, findGo, type GoOptions, goFolder } from './go-toolchain.ts';
