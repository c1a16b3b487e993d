import type { Report, Signature } from "./index.js";

export type PdfjsStatus = "verified" | "unknown" | "untrusted" | "expired" | "revoked" | "invalid";

export interface PdfjsCertificate {
  subjectCN: string | null;
  issuerCN: string | null;
  serialNumber: string;
  sha256Fingerprint: string;
  notBefore: string;
  notAfter: string;
}

export interface PdfjsResult {
  status: PdfjsStatus;
  errorCode: string | null;
  message: string | null;
  certificate: (PdfjsCertificate & { chain: PdfjsCertificate[] }) | null;
  documentModifiedAfterSigning: boolean | null;
}

export function statusOf(signature: Signature): PdfjsStatus;

/** What `createSignatureVerifier()` of pdf.js's external services is to return (pdf.js 6.2 and later). */
export class PdfjsSignatureVerifier {
  constructor(options: {
    verifier: { verify(bytes: Uint8Array): Report | Promise<Report> };
    document: () => { getData(): Promise<Uint8Array> } | Promise<{ getData(): Promise<Uint8Array> }>;
  });
  verify(signature: { byteRange: number[] }): Promise<PdfjsResult>;
}
