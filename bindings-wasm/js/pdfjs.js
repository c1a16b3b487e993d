// `longseal/pdfjs`: the verifier that the viewer of pdf.js asks for since 6.2, and has only inside Firefox.
//
// Its contract: `externalServices.createSignatureVerifier()` returns an object whose `verify(signature)` resolves to
// { status, errorCode, message, certificate, documentModifiedAfterSigning }. The viewer hands over the bytes one signature covers;
// what was added later, and the document's validation data, are elsewhere in the file, so the whole file is asked for once.

const EXPIRED = new Set(["EXPIRED", "OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED", "NOT_YET_VALID"]);
const UNTRUSTED = new Set(["NO_CERTIFICATE_CHAIN_FOUND", "NO_CERTIFICATE_CHAIN_FOUND_NO_POE", "CERTIFICATE_CHAIN_GENERAL_FAILURE", "CHAIN_CONSTRAINTS_FAILURE"]);

/** pdf.js's word for a verdict. What is neither proved nor disproved is "unknown", which the viewer shows as an error. */
export function statusOf({ indication, sub_indication: sub, intact }) {
  if (indication === "TOTAL-PASSED") return "verified";
  if (intact === null) return "unknown";
  if (sub?.startsWith("REVOKED")) return "revoked";
  if (EXPIRED.has(sub)) return "expired";
  if (indication === "TOTAL-FAILED" || intact === false) return "invalid";
  return UNTRUSTED.has(sub) ? "untrusted" : "unknown";
}

/** The common name in an RFC 4514 name, or the whole name. */
function commonName(name) {
  const [, value] = /(?:^|,)CN=((?:\\.|[^,+\\])*)/.exec(name ?? "") ?? [];
  return value?.replaceAll(/\\(.)/g, "$1") ?? name ?? null;
}

function certificateOf(certificates) {
  if (certificates.length === 0) return null;
  const chain = certificates.map((certificate) => ({
    subjectCN: commonName(certificate.subject),
    issuerCN: commonName(certificate.issuer),
    serialNumber: certificate.serial,
    sha256Fingerprint: certificate.sha256,
    notBefore: certificate.not_before,
    notAfter: certificate.not_after,
  }));
  return { ...chain[0], chain };
}

export class PdfjsSignatureVerifier {
  #verifier;
  #data;
  #reports = new WeakMap();

  /**
   * `verifier` has `verify(bytes)`, such as a VerifierWorker; `document` gives the viewer's current PDFDocumentProxy, for instance
   * `() => PDFViewerApplication.pdfDocument`.
   */
  constructor({ verifier, document }) {
    this.#verifier = verifier;
    this.#data = document;
  }

  async verify({ byteRange }) {
    const { signatures, error } = await this.#report(await this.#data());
    const same = ({ byte_range: range }) => range.length === byteRange.length && range.every((number, index) => number === byteRange[index]);
    const signature = signatures.find(same);
    if (!signature) {
      return { status: "unknown", errorCode: error?.code ?? null, message: error?.message ?? null, certificate: null, documentModifiedAfterSigning: null };
    }
    const status = statusOf(signature);
    const decisive = signature.reasons.find(({ severity }) => severity === "error");
    return {
      status,
      // The viewer looks for NSS's words in untrusted ones.
      errorCode: status === "untrusted" ? "SEC_ERROR_UNKNOWN_ISSUER" : decisive?.code ?? null,
      message: decisive?.message ?? null,
      certificate: certificateOf(signature.certificates),
      documentModifiedAfterSigning: !["none", "validation-data"].includes(signature.changes.level),
    };
  }

  /** One report for all signatures of a document. */
  #report(pdf) {
    if (!this.#reports.has(pdf)) this.#reports.set(pdf, pdf.getData().then((bytes) => this.#verifier.verify(bytes)));
    return this.#reports.get(pdf);
  }
}
