import { statfsSync } from "node:fs";

/** The disk has less room than the database needs to work in. */
export class DiskFullError extends Error {
  readonly code = "diskFull";
}

/** Bytes that a user may still write to the disk of a folder. */
export function readFreeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

const mebibyte = 2 ** 20;

/** Room for a new database, for a change, and for a look at what is there. */
export const neededBytes: Readonly<Record<"create" | "write" | "read", number>> = {
  create: 160 * mebibyte,
  write: 64 * mebibyte,
  read: 32 * mebibyte,
};

/**
 * Refuses while there is still room: PGlite that cannot make its next log file (16 MiB) neither fails nor ends, it computes for
 * ever and takes the process with it. Once room is back, everything goes on.
 *
 * @throws DiskFullError
 */
export function requireSpace(folder: string, need: number, freeBytes: number): void {
  if (freeBytes >= need) return;
  const [free, least] = [freeBytes, need].map((bytes) => Math.floor(bytes / mebibyte));
  throw new DiskFullError(
    `the disk of ${folder} is full: ${free} MiB are free, and the database needs ${least} to work in; nothing was stored`,
  );
}
