export { writtenRequest, type WrittenRequest } from './changes-requested.js';
export { findPendingGate, type FoundGate, type GateRefusal } from './find-pending-gate.js';
export type { FieldValue, GateChange, GateEdit, SetGateOptions } from './gate-change.js';
export { gateDigest } from './gate-digest.js';
export { parseStatusFile, type ParseOptions } from './parse-status-file.js';
export { setGate } from './set-gate.js';
export type { TextEdit } from './text-edit.js';
export { undoEdit, type MadeEdit } from './undo-edit.js';
export type { YamlValue } from './yaml-value.js';
