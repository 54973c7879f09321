import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  X509Certificate,
} from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { isIPv4 } from "node:net";
import { join } from "node:path";
import { bitString, integer, octetString, oid, sequence, set, tagged, time, utf8 } from "./der.ts";

/** A key and a certificate for it, as PEM texts. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** The certificate of a data folder, so that clients trust it across restarts; or a new one. */
export function readOrMakeCertificate(dataFolder: string | undefined, host?: string): Certificate {
  const names = new Set(["localhost", "127.0.0.1", "::1", ...(host === undefined ? [] : [host])]);
  if (dataFolder === undefined) return makeCertificate(names, Date.now());
  const [keyFile, certFile] = [join(dataFolder, "tls-key.pem"), join(dataFolder, "tls-certificate.pem")];
  const stored = readStored(keyFile, certFile);
  if (stored !== undefined) return stored;
  const made = makeCertificate(names, Date.now());
  writeFileSync(keyFile, made.key, { mode: 0o600 });
  writeFileSync(certFile, made.cert, { mode: 0o600 });
  return made;
}

/** Files that are missing, unfinished, of different pairs or soon out of date are made anew. */
function readStored(keyFile: string, certFile: string): Certificate | undefined {
  try {
    const [key, cert] = [readFileSync(keyFile, "utf8"), readFileSync(certFile, "utf8")];
    const parsed = new X509Certificate(cert);
    const isFresh = Date.parse(parsed.validTo) > Date.now() + dayMs;
    return isFresh && parsed.checkPrivateKey(createPrivateKey(key)) ? { key, cert } : undefined;
  } catch {
    return undefined;
  }
}

const dayMs = 24 * 3600 * 1000;

/** The longest life that all clients accept. */
const lifeDays = 397;

/** A certificate that signs itself, for a server on this machine. */
export function makeCertificate(names: Iterable<string>, nowMs: number): Certificate {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicKey = createPublicKey(privateKey);
  const spki = publicKey.export({ type: "spki", format: "der" });
  const subject = sequence(set(sequence(oid("2.5.4.3"), utf8("Graph emulator"))));
  const algorithm = sequence(oid("1.2.840.10045.4.3.2"));
  const serial = createHash("sha256").update(spki).digest().subarray(0, 16);
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    subject,
    sequence(time(nowMs - dayMs), time(nowMs + lifeDays * dayMs)),
    subject,
    spki,
    tagged(3, sequence(...toExtensions(names, serial))),
  );
  const signature = sign("sha256", body, privateKey);
  return {
    key: toPem(privateKey),
    cert: pem("CERTIFICATE", sequence(body, algorithm, bitString(signature))),
  };
}

function toExtensions(names: Iterable<string>, keyId: Buffer): readonly Buffer[] {
  const alternatives = Array.from(names, (name) => {
    if (name === "::1") return Buffer.concat([Buffer.from([0x87, 16]), Buffer.alloc(15), Buffer.from([1])]);
    if (isIPv4(name)) return Buffer.from([0x87, 4, ...name.split(".").map(Number)]);
    return Buffer.concat([Buffer.from([0x82, Buffer.byteLength(name)]), Buffer.from(name)]);
  });
  const isTrue = Buffer.from([0x01, 0x01, 0xff]);
  return [
    // A certificate authority, so that clients accept it as the root that it is.
    sequence(oid("2.5.29.19"), isTrue, octetString(sequence(isTrue))),
    // Strict clients ask what the key is for (signatures, and certificates), and what it is called.
    sequence(oid("2.5.29.15"), isTrue, octetString(Buffer.from([0x03, 0x02, 0x02, 0x84]))),
    sequence(oid("2.5.29.14"), octetString(octetString(keyId))),
    sequence(oid("2.5.29.17"), octetString(sequence(...alternatives))),
    sequence(oid("2.5.29.37"), octetString(sequence(oid("1.3.6.1.5.5.7.3.1")))),
  ];
}

function toPem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").replaceAll(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
