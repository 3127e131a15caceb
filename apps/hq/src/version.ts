/** Shown to people and to connectors. */
export const HQ_VERSION = '0.1.0';
