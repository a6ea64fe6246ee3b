/** Whether this is a version of Node.js, by its first number, or a later one. */
export function isNodeSince(version: number): boolean {
  return Number.parseInt(process.versions.node) >= version;
}
