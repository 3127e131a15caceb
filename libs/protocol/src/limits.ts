/** Bytes. A larger frame closes the connection with {@link CloseCode.FrameTooLarge}. */
export const MAX_FRAME_BYTES = 1024 * 1024;

/** Bytes of UTF-8. A larger status file is refused with `TOO_LARGE`. */
export const MAX_STATUS_FILE_BYTES = 256 * 1024;

/** Bytes. Of a longer artifact a connector sends this much and says that it is truncated. */
export const MAX_ARTIFACT_BYTES = 1024 * 1024;

/** Status files that one manifest (`sync_response`) may list. */
export const MAX_MANIFEST_FILES = 10_000;

/** Characters of a person's comment on a decision. */
export const MAX_COMMENT_CHARS = 4000;

/** Milliseconds between two pings of a client. HQ closes after {@link HEARTBEATS_MISSED} of them without a frame. */
export const HEARTBEAT_MS = 30_000;
export const HEARTBEATS_MISSED = 3;

/** Messages per second and burst that HQ accepts from one instance (`CODEV_HQ_RATE_LIMIT`, `CODEV_HQ_RATE_BURST`). */
export const RATE_LIMIT = 100;
export const RATE_BURST = 200;

/** The version of this protocol, sent in `welcome`. */
export const PROTOCOL_VERSION = 1;

/** WebSocket close codes (protocol section 1). */
export const CloseCode = {
  GoingAway: 1001,
  Restart: 1012,
  BadFrames: 4400,
  KeyRevoked: 4401,
  HeartbeatMissed: 4408,
  Replaced: 4409,
  FrameTooLarge: 4413,
  Flooding: 4429,
} as const;
