/** A sign-in that waits for a person's approval elsewhere. */
export interface DeviceCode {
  /** What the person types. */
  readonly userCode: string;
  /** What the client polls with. */
  readonly deviceCode: string;
  readonly clientId: string;
  readonly scope: string;
  readonly expiresMs: number;
  state: "pending" | "approved" | "declined";
}

/** The sign-ins that wait. */
export interface DeviceCodes {
  add(request: Pick<DeviceCode, "clientId" | "scope" | "expiresMs">): DeviceCode;
  list(): readonly DeviceCode[];
  /** `undefined` when nobody waits with this code. */
  findUserCode(userCode: string): DeviceCode | undefined;
  findDeviceCode(deviceCode: string): DeviceCode | undefined;
  remove(code: DeviceCode): void;
}

/** Letters that cannot be taken for one another. */
const alphabet = "BCDFGHJKLMNPQRSTVWXZ23456789";

/** Sign-ins that wait at once; the oldest is forgotten for another. */
const maxCodes = 1000;

/** Keeps them in memory: who restarts the service signs in again. */
export function createDeviceCodes(newId: () => string): DeviceCodes {
  const codes: DeviceCode[] = [];
  return {
    add(request) {
      const deviceCode = `${newId()}${newId()}`.replaceAll("-", "");
      const bytes = Buffer.from(newId().replaceAll("-", ""), "hex").subarray(0, 9);
      const userCode = Array.from(bytes, (byte) => alphabet[byte % alphabet.length] ?? "B").join("");
      // Nobody waits longer than that, and nobody can make us remember without end.
      while (codes.length >= maxCodes) codes.shift();
      const code: DeviceCode = { userCode, deviceCode, state: "pending", ...request };
      codes.push(code);
      return code;
    },
    list: () => codes,
    findUserCode: (userCode) => codes.find((code) => code.userCode === userCode.toUpperCase()),
    findDeviceCode: (deviceCode) => codes.find((code) => code.deviceCode === deviceCode),
    remove(code) {
      codes.splice(codes.indexOf(code), 1);
    },
  };
}
