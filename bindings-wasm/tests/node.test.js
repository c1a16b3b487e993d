// In Node: the same JSON as the command line, octet by octet, for every document there is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, test } from "node:test";

import init, { Verifier } from "longseal";

import { PdfjsSignatureVerifier } from "longseal/pdfjs";

import { command, corpus, expected, fixtures, options, suite } from "./cases.js";

before(async () => {
  assert.ok(command, "build the command first: cargo build");
  await init();
});

function compare(groups, lang) {
  let compared = 0;
  for (const group of groups) {
    const lines = expected(group, lang);
    const verifier = new Verifier(options(group, lang));
    for (const [file, line] of lines) {
      const bytes = readFileSync(resolve(group.folder, file));
      assert.equal(verifier.verifyToJson(bytes, { path: file }), line, file);
      compared += 1;
    }
    verifier.free();
  }
  return compared;
}

for (const lang of ["en", "vi"]) {
  test(`every fixture has the command line's report (${lang})`, () => {
    assert.ok(compare(suite(), lang) > 200);
  });
}

test("every document of the corpus has the command line's report", (context) => {
  const groups = corpus();
  if (groups.length === 0) {
    console.log("skipped: no ../shared/corpus");
    context.skip("no corpus");
    return;
  }
  console.log(`compared ${compare(groups, "en")} documents of the corpus`);
});

const pdf = () => readFileSync(join(fixtures, "files/pades/baseline-b/rsa-2048-sha256.pdf"));
const pem = () => readFileSync(join(fixtures, "files/pki/root.pem"));
const at = "2026-01-01T00:00:00Z";

test("trust is text or bytes, one file or several, and nothing is trusted by itself", () => {
  const indication = (trust) => new Verifier({ trust, at, revocation: "none" }).verify(pdf()).indication;
  assert.equal(indication(pem()), "TOTAL-PASSED");
  assert.equal(indication(pem().toString("utf8")), "TOTAL-PASSED");
  assert.equal(indication([pem(), new Uint8Array(pem()).buffer]), "TOTAL-PASSED");
  assert.equal(indication(undefined), "INDETERMINATE");
});

test("an anchor may be for timestamps only, and until a day, as in a trust list", () => {
  const signature = (terms) => new Verifier({ trust: { file: pem(), ...terms }, at, revocation: "none" }).verify(pdf()).signatures[0];
  assert.equal(signature({}).indication, "TOTAL-PASSED");
  assert.equal(signature({ purposes: ["signing", "timestamping"], until: "2026-01-02" }).indication, "TOTAL-PASSED");
  assert.equal(signature({ purposes: ["timestamping"] }).sub_indication, "NO_CERTIFICATE_CHAIN_FOUND");
  for (const until of ["2025-12-31", new Date("2025-12-31")]) {
    const { indication, reasons } = signature({ until });
    assert.equal(indication, "INDETERMINATE");
    assert.ok(reasons.some(({ code }) => code === "path.anchor-ended"));
  }
  for (const wrong of [{ purposes: [] }, { purposes: ["seals"] }, { until: "soon" }]) assert.throws(() => signature(wrong), /^Error: trust: /);
});

test("the time is a Date or text, and now when absent", () => {
  const time = (at) => new Verifier({ at }).verify(pdf()).validation_time;
  assert.equal(time(new Date("2026-01-01T07:00:00.900+07:00")), "2026-01-01T00:00:00Z");
  assert.equal(time("2026-01-01T07:00:00+07:00"), "2026-01-01T00:00:00Z");
  assert.ok(Math.abs(Date.parse(time(undefined)) - Date.now()) < 60_000);
});

test("settings that mean nothing are refused by name", () => {
  for (const [options, name] of [
    [{ trust: "no certificate" }, /^trust: /],
    [{ material: new Uint8Array(3) }, /^material: /],
    [{ trust: 7 }, /^trust: /],
    [{ policy: "lenient" }, /^policy: /],
    [{ revocation: "perhaps" }, /^revocation: /],
    [{ at: "yesterday" }, /^at: /],
    [{ lang: "fr" }, /^lang: /],
  ]) {
    assert.throws(() => new Verifier({ at, ...options }), { message: name });
  }
});

test("no verifier without the texts of its language, nor with those of another version", async () => {
  const file = (name) => readFileSync(new URL(`../js/wasm/${name}`, import.meta.url));
  const other = file("longseal.en.txt");
  other.write("Other");
  // An instance of its own.
  const { open, start } = await import("../js/instance.js?texts");
  const module = () => WebAssembly.compile(file("longseal_bg.wasm"));
  await start(module, () => [file("longseal.vi.txt"), other, new Uint8Array([255]), ""]);
  assert.ok(open({ at, lang: "vi" }));
  for (const lang of ["en", undefined]) assert.throws(() => open({ at, lang }), { message: /^lang: no texts of `en`/ });
});

test("a blob is read in slices and gives the same report", async () => {
  const verifier = new Verifier({ trust: pem(), at, revocation: "none" });
  const seen = [];
  const blob = new Blob([pdf()]);
  const report = await verifier.verifyBlob(blob, { path: "a.pdf", slice: 1000, onprogress: (read) => seen.push(read) });
  assert.deepEqual(report, verifier.verify(pdf(), { path: "a.pdf" }));
  assert.equal(seen.length, Math.ceil(blob.size / 1000));
  assert.equal(seen.at(-1), blob.size);
  await assert.rejects(verifier.verifyBlob(blob, { signal: AbortSignal.abort() }), { name: "AbortError" });
});

test("what does not fit into memory is refused, and a verifier that was given back", async () => {
  const verifier = new Verifier({ at });
  // More than the module has addresses for: were it cut to 32 bits, the document would be written over what comes after 5 bytes.
  const blob = { size: 2 ** 32 + 5, slice: () => new Blob([pdf()]) };
  await assert.rejects(verifier.verifyBlob(blob), { message: `document: no memory for ${blob.size} bytes` });
  assert.ok(verifier.verify(pdf()).signatures_count > 0);
  verifier.free();
  verifier.free();
  assert.throws(() => verifier.verify(pdf()), /given back/);
});

test("what is no PDF is a report with an error", () => {
  const report = new Verifier({ at }).verify(new TextEncoder().encode("hello"), { path: "hello.txt" });
  assert.equal(report.error.code, "error.not-pdf");
  assert.equal(report.indication, null);
});

test("pdf.js's viewer gets its words for each signature, from one examination of the document", async () => {
  const verifier = new Verifier({ trust: pem(), at, revocation: "none" });
  let examined = 0;
  const of = (name, trusting = verifier) => {
    const bytes = readFileSync(join(fixtures, "files", name));
    const pdf = { getData: async () => { examined += 1; return new Uint8Array(bytes); } };
    const adapter = new PdfjsSignatureVerifier({ verifier: trusting, document: () => pdf });
    return Promise.all(trusting.verify(bytes).signatures.map(({ byte_range: byteRange }) => adapter.verify({ byteRange })));
  };
  const three = await of("several/initials-signature-seal.pdf");
  assert.deepEqual(three.map(({ status }) => status), ["verified", "verified", "verified"]);
  assert.equal(examined, 1);
  assert.ok(three[0].certificate.subjectCN && three[0].certificate.chain.length > 1);
  const [untrusted] = await of("several/initials-signature-seal.pdf", new Verifier({ at, revocation: "none" }));
  assert.equal(untrusted.status, "untrusted");
  const broken = await of("several/second-of-three-broken.pdf");
  assert.equal(broken.filter(({ status }) => status === "invalid").length, 1);
  assert.equal((await new PdfjsSignatureVerifier({ verifier, document: () => ({ getData: async () => new Uint8Array(pdf()) }) }).verify({ byteRange: [0, 1, 2, 3] })).status, "unknown");
});
