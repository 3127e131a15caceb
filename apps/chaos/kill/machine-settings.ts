/** One connector of a host: what its environment says, and the repository it serves. */
export interface MachineSettings {
  readonly env: Record<string, string>;
  readonly repository: string;
}
