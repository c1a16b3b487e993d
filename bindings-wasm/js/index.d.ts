/** Text or bytes of a file. */
export type FileBytes = string | ArrayBuffer | ArrayBufferView;

/** Certificates on the terms of a trust list's `[[anchor]]`. */
export interface TrustAnchors {
  /** PEM, DER or p7b; every certificate in it. */
  file: FileBytes;
  /** What they are trusted for; both when absent. */
  purposes?: ("signing" | "timestamping")[];
  /** Afterwards only a proof of existence counts: a date, RFC 3339 text or a Date; no end when absent. */
  until?: string | Date;
}

export interface VerifierOptions {
  /** Trust anchors: PEM, DER or p7b; one file or several, for everything and without an end or on terms. There is no built-in trust. */
  trust?: FileBytes | TrustAnchors | (FileBytes | TrustAnchors)[];
  /** Certificates, CRLs and OCSP responses to use besides those in the documents. They are not trusted. */
  material?: FileBytes | FileBytes[];
  /** The name of a policy preset; `default` when absent. */
  policy?: string;
  /** Overrides the policy's revocation requirement. */
  revocation?: "require" | "if-present" | "none";
  /** The time to validate for: RFC 3339 text or a Date; now when absent. */
  at?: string | Date;
  /** A password for encrypted documents. */
  password?: string;
  /** The language of messages; English when absent. */
  lang?: "en" | "vi";
}

export type Indication = "TOTAL-PASSED" | "INDETERMINATE" | "TOTAL-FAILED";

export interface Reason {
  /** A stable slug such as `path.no-trust-anchor`; docs/reasons.md explains each. */
  code: string;
  severity: "error" | "warning" | "info";
  /** The clause it rests on. */
  clause: string;
  message: string;
}

export interface Certificate {
  subject: string;
  issuer: string;
  serial: string;
  sha256: string;
  not_before: string;
  not_after: string;
  trust_anchor: boolean;
  revocation: {
    status: string;
    source: "crl" | "ocsp" | null;
    this_update: string | null;
    next_update: string | null;
    revoked_at: string | null;
    sha256: string | null;
  } | null;
}

export interface Timestamp {
  type: string;
  time: string;
  intact: boolean | null;
  indication: "PASSED" | "INDETERMINATE" | "FAILED";
  sub_indication: string | null;
  signed_by: string | null;
  digest_algorithm: string | null;
  certificates: Certificate[];
  reasons: Reason[];
}

export interface Change {
  revision: number;
  object: string;
  path: string;
  what: string;
  level: string;
}

export interface Signature {
  field: string;
  type: "signature" | "document-timestamp";
  subfilter: string | null;
  format: string;
  revision: number | null;
  byte_range: number[];
  coverage: "whole-document" | "whole-revision" | "partial" | "invalid";
  /** null: could not be computed. */
  intact: boolean | null;
  indication: Indication;
  sub_indication: string | null;
  digest_algorithm: string | null;
  signature_algorithm: string | null;
  key_size: number | null;
  signed_by: string | null;
  /** Claimed by the signer, not proven. */
  claimed_signing_time: string | null;
  best_signature_time: string | null;
  renewal_due: string | null;
  /** What ends then: a reason `renewal.*`. */
  renewal_cause: Reason | null;
  certificates: Certificate[];
  timestamps: Timestamp[];
  changes: {
    level: "none" | "validation-data" | "form-filling" | "annotations" | "undefined" | "unknown";
    permitted: boolean | null;
    items: Change[];
  };
  permissions: { docmdp: number | null; fieldmdp: string | null; lock: string | null };
  reasons: Reason[];
}

/** The report of the command line, `"schema": "longseal/report/1"`; members may be added. */
export interface Report {
  schema: "longseal/report/1";
  document: { path: string | null; size: number | null; sha256: string | null };
  validation_time: string;
  policy: { name: string; digest: string } | null;
  trust: { digest: string } | null;
  /** The worst of the signatures; null when there are none, or when the document could not be examined. */
  indication: Indication | null;
  signatures_count: number;
  valid_signatures_count: number;
  signatures: Signature[];
  validation_data: { certificates: number; crls: number; ocsps: number; vri: number } | null;
  revisions: { number: number; start: number; end: number; objects: number }[];
  reasons: Reason[];
  /** Why the document could not be examined. */
  error: { code: string; message: string } | null;
}

export interface BlobOptions {
  /** What the report calls the document; the file's name when absent. */
  path?: string;
  /** Bytes read at a time. */
  slice?: number;
  onprogress?: (read: number, size: number) => void;
  signal?: AbortSignal;
}

export class Verifier {
  constructor(options?: VerifierOptions);
  verify(bytes: FileBytes, options?: { path?: string }): Report;
  verifyToJson(bytes: FileBytes, options?: { path?: string }): string;
  verifyBlob(blob: Blob, options?: BlobOptions): Promise<Report>;
  verifyBlobToJson(blob: Blob, options?: BlobOptions): Promise<string>;
  free(): void;
}

/** Bytes of memory the WebAssembly module has taken. */
export function memoryInUse(): number;

export type ModuleSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/** Where the sentences of reports are, by language: `longseal.en.txt`, `longseal.vi.txt` of the module's version. */
export interface Texts {
  en?: string | URL | Request | Response | BufferSource;
  vi?: string | URL | Request | Response | BufferSource;
}

/**
 * Loads the WebAssembly modules and the texts, from beside this file when nothing else is said; await it once before making a Verifier.
 * The supplement has what few documents need: reading policy files, decryption, EdDSA, ML-DSA. Where `texts` has one language only, a Verifier
 * of the other is refused.
 */
export default function init(source?: ModuleSource, more?: { supplement?: ModuleSource; texts?: Texts }): Promise<void>;
