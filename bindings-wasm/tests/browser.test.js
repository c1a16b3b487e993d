// In headless Chromium: the same JSON as the command line, and the demo page as people use it.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { write } from "../build.js";
import { executablePath, launch, serve } from "./browser.js";
import { corpus, expected, fixtures, options, suite } from "./cases.js";

const LTA = "files/pades/baseline-lta/document-timestamp.pdf";
const at = "2026-01-01T00:00:00Z";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const fixture = (name) => join(fixtures, "files", name);

/** What `npm run build` writes. */
const built = mkdtempSync(join(tmpdir(), "longseal-"));

let browser;
let server;
let groups;

before(async () => {
  assert.ok(executablePath, "no Chromium: apt-get install chromium");
  groups = [...suite(), ...corpus()];
  const folders = Object.fromEntries([...new Set(groups.map(({ folder }) => folder))].map((folder, index) => [`/documents/${index}/`, folder]));
  await write(built);
  server = await serve({ ...folders, "/bindings-wasm/dist/": built });
  server.prefix = (folder) => Object.keys(folders).find((prefix) => folders[prefix] === folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
  rmSync(built, { recursive: true });
});

const relative = (folder, file) => (file.startsWith(folder) ? file.slice(folder.length + 1) : file);

test("every document has the command line's report", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}/blank.html`);
  await page.evaluate(async () => {
    globalThis.longseal = await import("/bindings-wasm/js/index.js");
    await globalThis.longseal.default();
  });
  let compared = 0;
  for (const group of groups) {
    const { trust, material, ...rest } = options(group);
    const text = (list) => list.map((given) => ({ ...(given.file ? given : {}), file: (given.file ?? given).toString("base64") }));
    const files = group.files.map((file) => [file, server.prefix(group.folder) + encodeURI(relative(group.folder, file)).replaceAll("#", "%23")]);
    const lines = await page.evaluate(async ({ rest, trust, material, files }) => {
      const bytes = (list) => list.map(({ file, ...terms }) => ({ ...terms, file: Uint8Array.from(atob(file), (character) => character.charCodeAt(0)) }));
      const verifier = new globalThis.longseal.Verifier({ ...rest, trust: bytes(trust), material: bytes(material).map(({ file }) => file) });
      const lines = [];
      for (const [path, url] of files) lines.push(await verifier.verifyBlobToJson(await (await fetch(url)).blob(), { path }));
      verifier.free();
      return lines;
    }, { rest, trust: text(trust), material: text(material), files });
    const should = expected(group);
    group.files.forEach((file, index) => assert.equal(lines[index], should.get(file), file));
    compared += lines.length;
  }
  console.log(`compared ${compared} documents in Chromium`);
  await page.close();
});

// A figure for docs/browser.md, no assertion: a busy machine takes any time. It starts as the worker does, without the supplement.
test("start to first verdict of a document with archive timestamp", async () => {
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    const page = await browser.newPage();
    await page.goto(`${server.url}/blank.html`);
    times.push(await page.evaluate(async ({ url, at }) => {
      const pdf = new Uint8Array(await (await fetch(url)).arrayBuffer());
      const bytes = async (name) => (await fetch(`/bindings-wasm/js/wasm/${name}`)).arrayBuffer();
      const [module, en] = await Promise.all(["longseal_bg.wasm", "longseal.en.txt"].map(bytes));
      const { open, reportOnBytes, start } = await import("/bindings-wasm/js/instance.js");
      const began = performance.now();
      await start(() => WebAssembly.compile(module), () => [en]);
      const report = JSON.parse(reportOnBytes(open({ at }), pdf, {}));
      if (report.signatures_count === 0) throw new Error("no signature");
      return performance.now() - began;
    }, { url: `${server.prefix(fixtures)}${LTA}`, at }));
    await page.close();
  }
  console.log(`start to first verdict: ${times.map((time) => time.toFixed(0)).join(", ")} ms`);
});

test("the worker does one document after the other, and gives up what is no longer wanted", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}/blank.html`);
  const seen = await page.evaluate(async ({ url, at }) => {
    const pdf = await (await fetch(url)).blob();
    const { VerifierWorker } = await import("/bindings-wasm/js/worker.js");
    const named = (promise) => promise.then(({ document }) => document.path, ({ name, message }) => `${name}: ${message}`);
    const verifier = new VerifierWorker({ at });
    const [first, second] = [new AbortController(), new AbortController()];
    const read = [];
    const jobs = ["a", "b", "c", "d"].map((path, index) => named(verifier.verify(pdf, {
      path,
      onprogress: (done, size) => read.push(`${path} ${done === size}`),
      signal: [first, undefined, second][index]?.signal,
    })));
    second.abort();
    first.abort(new Error("not wanted"));
    const aborted = await Promise.all(jobs);
    const memory = verifier.memory;
    const last = [named(verifier.verify(pdf, { path: "e" })), named(verifier.verify(new Uint8Array(9), { path: "f" }))];
    verifier.terminate();
    const terminated = await Promise.all(last);
    const again = await named(verifier.verify(pdf, { path: "g" }));
    const refused = await named(new VerifierWorker({ at: "yesterday" }).verify(pdf));
    const missing = await named(new VerifierWorker({ at }, { worker: () => new Worker("/nothing.js", { type: "module" }) }).verify(pdf));
    const small = new VerifierWorker({ at }, { keep: 0 });
    await small.verify(pdf);
    return { aborted, read, memory, terminated, again, refused, missing, kept: small.memory };
  }, { url: `${server.prefix(fixtures)}${LTA}`, at });
  assert.deepEqual(seen.aborted, ["Error: not wanted", "b", "AbortError: signal is aborted without reason", "d"]);
  assert.deepEqual(seen.read, ["b true", "d true"]);
  assert.ok(seen.memory > 0);
  assert.deepEqual(seen.terminated, ["AbortError: terminated", "AbortError: terminated"]);
  assert.equal(seen.again, "g");
  assert.match(seen.refused, /^Error: at: /);
  assert.match(seen.missing, /^Error: the worker could not be started/);
  assert.equal(seen.kept, 0);
  await page.close();
});

test("the supplement is loaded once, with the first document or policy that needs it", async () => {
  const needing = groups.filter(({ folder, files }) => folder === fixtures && files.some((file) => /encryption|ml-dsa|ed25519|ed448/.test(file)));
  assert.ok(needing.length > 1);
  const plain = suite().find(({ files }) => files.some((file) => file.startsWith("files/pades/baseline-lta/")));
  const page = await browser.newPage();
  await page.goto(`${server.url}/blank.html`);
  const before = server.requests.length;
  const loaded = () => server.requests.slice(before).filter((path) => path.endsWith("supplement.wasm")).length;
  const reports = (group) => page.evaluate(async ({ rest, trust, material, urls }) => {
    const bytes = ({ file, ...terms }) => ({ ...terms, file: Uint8Array.from(atob(file), (character) => character.charCodeAt(0)) });
    const { VerifierWorker } = await import("/bindings-wasm/js/worker.js");
    const verifier = new VerifierWorker({ ...rest, trust: trust.map(bytes), material: material.map((file) => bytes({ file }).file) });
    const reports = await Promise.all(urls.map(async ([path, url]) => verifier.verify(await (await fetch(url)).blob(), { path })));
    verifier.terminate();
    return reports;
  }, inPage(group));
  const inPage = (group) => {
    const { trust, material, ...rest } = options(group);
    const anchors = trust.map((given) => ({ ...(given.file ? given : {}), file: (given.file ?? given).toString("base64") }));
    const urls = group.files.map((file) => [file, server.prefix(group.folder) + encodeURI(file)]);
    return { rest, trust: anchors, material: material.map((file) => file.toString("base64")), urls };
  };
  const hold = async (group) => {
    const lines = new Map(expected(group));
    const found = await reports(group);
    for (const report of found) assert.deepEqual(report, JSON.parse(lines.get(report.document.path)), report.document.path);
    return found.length;
  };
  await hold({ ...plain, files: plain.files.filter((file) => !/encryption|ml-dsa|ed25519|ed448/.test(file)) });
  assert.equal(loaded(), 0);
  let held = 0;
  for (const group of needing) held += await hold(group);
  assert.ok(held > 5);
  assert.equal(loaded(), 1);
  const named = await page.evaluate(async ({ url, at, policy }) => {
    const { VerifierWorker } = await import("/bindings-wasm/js/worker.js");
    const pdf = await (await fetch(url)).blob();
    const name = (promise) => promise.then(({ policy }) => policy.name, ({ message }) => message);
    const verifier = new VerifierWorker({ at, policy });
    return [await name(verifier.verify(pdf)), await name(verifier.verify(pdf)), await name(new VerifierWorker({ at, policy: `${policy}x = 1` }).verify(pdf))];
  }, { url: `${server.prefix(fixtures)}${LTA}`, at, policy: 'schema = "longseal/policy/1"\nname = "mine"\nextends = "default"\n' });
  assert.deepEqual(named.slice(0, 2), ["mine", "mine"]);
  assert.match(named[2], /^policy: line 4, column 1: unknown key `x`/);
  assert.equal(loaded(), 1);
  await page.close();
});

test("without the supplement what needs it is an error, and no verdict", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}/blank.html`);
  const said = await page.evaluate(async ({ urls, at }) => {
    const { VerifierWorker } = await import("/bindings-wasm/js/worker.js");
    const verifier = new VerifierWorker({ at }, { supplement: "/nothing.wasm" });
    const name = (promise) => promise.then(({ signatures_count: count }) => count, ({ message }) => message.replace(/^.*nothing/, "nothing"));
    return Promise.all(urls.map(async (url) => name(verifier.verify(await (await fetch(url)).blob()))));
  }, { at, urls: [LTA, "files/encryption/aes-256.pdf", LTA].map((path) => `${server.prefix(fixtures)}${path}`) });
  assert.deepEqual(said, [1, "nothing.wasm: 404", 1]);
  await page.close();
});

/** What a page has to download for a verdict in Vietnamese. */
const WRITTEN = ["js/card.js", "js/element.js", "js/elements.js", "js/instance.js", "js/messages/vi.js", "js/module.js", "js/style.js", "js/worker-thread.js", "js/worker.js"];
const MINIFIED = ["dist/element.js", "dist/elements.js", "dist/vi.js", "dist/worker-thread.js"];

for (const [folder, first] of [["js", WRITTEN], ["dist", MINIFIED]]) {
  test(`a page downloads what it says in one language, the other and the printable report when they are asked for (${folder})`, async () => {
    const page = await browser.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(`${error}`));
    await page.goto(`${server.url}/blank.html`);
    const before = server.requests.length;
    const loaded = (end) => server.requests.slice(before).filter((path) => path.endsWith(end)).map((path) => path.replace("/bindings-wasm/", "")).sort();
    const scripts = () => loaded(".js");
    const bytes = readFileSync(fixture("pades/baseline-t/signature-timestamp.pdf")).toString("base64");
    const indication = await page.evaluate(async ({ bytes, at, folder }) => {
      document.body.innerHTML = `<longseal-verifier lang="vi" at="${at}" revocation="none"></longseal-verifier>`;
      await import(`/bindings-wasm/${folder}/element.js`);
      const pdf = new File([Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))], "a.pdf");
      const verifier = document.querySelector("longseal-verifier");
      await verifier.verify([pdf, pdf]);
      return verifier.reports[0].report.indication;
    }, { bytes, at, folder });
    assert.equal(indication, "INDETERMINATE");
    assert.deepEqual(scripts(), first);
    assert.deepEqual(loaded(".txt"), ["js/wasm/longseal.vi.txt"]);
    const verifier = page.locator("longseal-verifier");
    const status = verifier.locator("[role=status]");
    assert.match(await status.textContent(), /^Đã kiểm tra 2 tài liệu\. Chưa thể xác nhận: 2$/);
    // Asked for in the middle of it: nothing is lost, and who is in the list is not sent elsewhere on the page.
    await verifier.locator("summary").nth(1).focus();
    await page.evaluate(() => {
      const verifier = document.querySelector("longseal-verifier");
      verifier.verify(verifier.reports.map(({ file }) => file));
      verifier.lang = "en";
    });
    await status.filter({ hasText: "4 documents examined. Cannot be confirmed: 4" }).waitFor();
    // Other settings count from the document that is being examined.
    const times = await page.evaluate(async () => {
      const verifier = document.querySelector("longseal-verifier");
      const [{ file }] = verifier.reports;
      verifier.addEventListener("progress", () => verifier.setAttribute("at", "2026-01-02T00:00:00Z"), { once: true });
      await verifier.verify([file]);
      return verifier.reports.map(({ report }) => report.validation_time.slice(0, 10));
    });
    assert.deepEqual(times, [...Array(4).fill("2026-01-01"), "2026-01-02"]);
    // Chosen while others are examined: they come after those, which are not forgotten.
    const names = await page.evaluate(async () => {
      const verifier = document.querySelector("longseal-verifier");
      const files = verifier.reports.map(({ file }) => file);
      verifier.clear();
      verifier.verify(files);
      await verifier.verify(files.slice(0, 1));
      return [files, verifier.reports].map((list) => list.map((entry) => (entry.file ?? entry).name));
    });
    assert.deepEqual(names[1], [...names[0], names[0][0]]);
    assert.equal(await page.evaluate(() => document.activeElement.localName), "longseal-verifier");
    await verifier.locator("summary", { hasText: "a.pdf" }).first().click();
    assert.match(await verifier.locator(".signature").first().textContent(), /^1\. Signature/);
    const [download] = await Promise.all([page.waitForEvent("download"), verifier.getByText("Download printable report").first().click()]);
    assert.equal(download.suggestedFilename(), "a.pdf.html");
    assert.deepEqual(scripts().filter((path) => !first.includes(path)).map((path) => path.split("/").at(-1)), ["en.js", "print.js"]);
    assert.deepEqual(loaded(".txt").filter((path) => !path.endsWith("vi.txt")), ["js/wasm/longseal.en.txt"]);
    assert.deepEqual(faults, []);
    await page.close();
  });
}

/** The demo page, offline once loaded; fails on any request, error or console message. */
async function demo({ lang = "vi", ...context } = {}) {
  const opened = await browser.newContext({ timezoneId: "Asia/Ho_Chi_Minh", acceptDownloads: true, ...context });
  const page = await opened.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`${error}`));
  page.on("console", (message) => faults.push(message.text()));
  await page.goto(`${server.url}/bindings-wasm/demo/dist/index.html?lang=${lang}`);
  await page.locator("longseal-verifier").waitFor();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await opened.setOffline(true);
  const verifier = page.locator("longseal-verifier");
  await page.evaluate(({ pem, at }) => {
    const element = document.querySelector("longseal-verifier");
    element.trust = pem;
    element.setAttribute("at", at);
    element.setAttribute("revocation", "none");
  }, { pem: readFileSync(fixture("pki/root.pem"), "utf8"), at });
  return {
    page, verifier, faults,
    async choose(...names) {
      await verifier.locator("input[type=file]").first().setInputFiles(names.map(fixture));
      await verifier.locator("progress").waitFor({ state: "detached" });
      await verifier.locator(".documents > li").nth(names.length - 1).waitFor();
    },
    async close() {
      // Only what the page made itself.
      assert.deepEqual(requests.filter((url) => !/^(blob|data):/.test(url)), []);
      assert.deepEqual(faults, []);
      await opened.close();
    },
  };
}

const STATES = [
  "pades/baseline-t/signature-timestamp.pdf",
  "byte-range/all-zero.pdf",
  "encryption/rc4-128-given-password.pdf",
  "pki/root.pem",
];

test("nothing is requested once the page is loaded, and a verdict comes without a network", async () => {
  const { page, choose, verifier, close } = await demo();
  await choose(STATES[0]);
  assert.match(await verifier.locator("[role=status]").textContent(), /Đã kiểm tra 1 tài liệu\. Hợp lệ/);
  // The page's own policy forbids it, whatever a script would try.
  const refused = await page.evaluate(() => fetch("https://example.org/").then(() => "sent", () => "refused"));
  assert.equal(refused, "refused");
  page.removeAllListeners("console");
  await close().catch((error) => assert.match(error.message, /Content Security Policy|example\.org/));
});

/** What pages may style; `root` is the element itself. */
const PARTS = [
  "drop", "choose", "roots", "status", "progress", "summary", "documents", "document", "signature", "verdict", "reasons", "reason", "explanation",
  "timeline", "event", "evidence", "certificates", "passed", "failed", "unexamined",
];

for (const lang of ["en", "vi"]) {
  test(`no accessibility violation, empty and with reports, light and dark (${lang})`, async () => {
    for (const colorScheme of ["light", "dark"]) {
      const { page, choose, close } = await demo({ lang, colorScheme });
      const violations = async (what) => {
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`), [], `${what}, ${colorScheme}`);
      };
      await violations("empty");
      await choose(...STATES);
      await page.evaluate(() => {
        for (let round = 0; round < 2; round += 1) {
          for (const details of document.querySelector("longseal-verifier").shadowRoot.querySelectorAll("details")) details.open = true;
        }
      });
      await page.waitForTimeout(100);
      await page.evaluate(() => { for (const details of document.querySelector("longseal-verifier").shadowRoot.querySelectorAll("details")) details.open = true; });
      await violations("with reports");
      const parts = await page.evaluate(() => [...document.querySelector("longseal-verifier").shadowRoot.querySelectorAll("[part]")].flatMap(({ part }) => [...part]));
      assert.deepEqual(PARTS.filter((part) => !parts.includes(part)), [], "parts of docs/browser.md that are not there");
      await close();
    }
  });

  test(`times in sentences are the language's (${lang})`, async () => {
    const { page, verifier, choose, close } = await demo({ lang });
    await choose(STATES[0]);
    const sentences = await verifier.locator("[part~=reason] > p").allTextContents();
    // 09:00:05Z, in whatever time zone this browser has.
    const [day, time] = await page.evaluate((lang) => {
      const instant = new Date("2025-06-01T09:00:05Z");
      const date = lang === "vi" ? { day: "2-digit", month: "2-digit", year: "numeric" } : { dateStyle: "long" };
      return [date, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" }].map((form) => new Intl.DateTimeFormat(lang, form).format(instant));
    }, lang);
    assert.ok(sentences.some((sentence) => sentence.endsWith(`${day}, ${time}.`)), sentences.join("\n"));
    assert.doesNotMatch(sentences.join(" "), /\dT\d/);
    await close();
  });

  test(`the keyboard alone is enough (${lang})`, async () => {
    const { page, verifier, close } = await demo({ lang });
    const focused = () => page.evaluate(() => {
      const element = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
      return { name: element.localName, type: element.type, text: (element.closest("label") ?? element).textContent.trim() };
    });
    const tabTo = async (wanted) => {
      for (let count = 0; count < 60; count += 1) {
        await page.keyboard.press("Tab");
        const at = await focused();
        if (wanted(at)) return at;
      }
      throw new Error("the keyboard does not get there");
    };
    const text = { en: { choose: "Choose PDF files", explain: "Explain", json: "Download report (JSON)", passed: "Valid" }, vi: { choose: "Chọn tệp PDF", explain: "Giải thích", json: "Tải báo cáo (JSON)", passed: "Hợp lệ" } }[lang];
    // Asked for before the first key: the browser is told to hand over its file dialogs only now, and does not say when it has heard it.
    const chooser = page.waitForEvent("filechooser");
    await tabTo(({ type, text: label }) => type === "file" && label === text.choose);
    await page.keyboard.press("Enter");
    await (await chooser).setFiles(fixture(STATES[0]));
    await verifier.locator(".documents > li").waitFor();
    await page.waitForFunction(() => document.querySelector("longseal-verifier").shadowRoot.activeElement?.localName === "summary");
    assert.match((await focused()).text, new RegExp(`^${text.passed} `), "focus moves to the result");
    assert.match(await verifier.locator("[role=status]").textContent(), new RegExp(text.passed));
    await tabTo(({ name, text: label }) => name === "summary" && label.startsWith(text.explain));
    await page.keyboard.press("Enter");
    assert.ok(await verifier.locator(".explanation").first().isVisible());
    await tabTo(({ name, text: label }) => name === "button" && label === text.json);
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    const report = JSON.parse(readFileSync(await download.path(), "utf8"));
    assert.equal(report.schema, "longseal/report/1");
    assert.equal(report.indication, "TOTAL-PASSED");
    await close();
  });
}

test("an encrypted document asks for its password", async () => {
  const { verifier, choose, close } = await demo({ lang: "en" });
  await choose(STATES[2]);
  assert.match(await verifier.locator("h2").textContent(), /^Could not be examined/);
  await verifier.locator("input[type=password]").fill("secret");
  await verifier.locator("form button").click();
  await verifier.locator(".documents > li").nth(1).waitFor();
  assert.doesNotMatch(await verifier.locator("h2").nth(1).textContent(), /^Could not be examined/);
  await close();
});

test("the printable report is a page by itself that says the same", async () => {
  const { page, verifier, choose, close } = await demo({ lang: "vi" });
  await choose(STATES[0]);
  const [download] = await Promise.all([page.waitForEvent("download"), verifier.getByText("Tải báo cáo để in").click()]);
  const html = readFileSync(await download.path(), "utf8");
  assert.match(html, /^<!doctype html>/);
  assert.match(html, /Nguyễn Văn A/);
  assert.doesNotMatch(html, /<script|src=|<link/);
  await close();
});

test("two hundred files at once: progress, no frozen page, memory comes back", async () => {
  const { page, verifier, faults } = await demo({ lang: "en" });
  const names = [...new Set(suite().flatMap(({ files }) => files))];
  const folder = mkdtempSync(join(tmpdir(), "longseal-"));
  const files = Array.from({ length: 200 }, (_, index) => {
    const path = join(folder, `${String(index).padStart(3, "0")}.pdf`);
    writeFileSync(path, readFileSync(join(fixtures, names[index % names.length])));
    return path;
  });
  // One of forty megabytes: what the module took for it must be given back.
  writeFileSync(files[100], Buffer.concat([readFileSync(fixture(STATES[0])), Buffer.alloc(40 << 20, 0x20)]));
  await page.evaluate(() => {
    globalThis.progress = [];
    globalThis.gaps = [];
    globalThis.painted = 0;
    const paint = () => { globalThis.painted += 1; requestAnimationFrame(paint); };
    paint();
    document.querySelector("longseal-verifier").addEventListener("progress", ({ detail }) => globalThis.progress.push(detail.done));
    new PerformanceObserver((list) => globalThis.gaps.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ["longtask"] });
  });
  let started = page.workers().length;
  page.on("worker", () => { started += 1; });
  const start = Date.now();
  await verifier.locator("input[type=file]").first().setInputFiles(files);
  await verifier.locator("[role=status]", { hasText: "200 documents examined" }).waitFor({ timeout: 120_000 });
  const took = Date.now() - start;
  const { progress, gaps, painted } = await page.evaluate(() => ({ progress: globalThis.progress, gaps: globalThis.gaps, painted: globalThis.painted }));
  const longest = Math.max(0, ...gaps);
  console.log(`200 files in ${took} ms; longest task of the page ${longest.toFixed(0)} ms, ${painted} frames`);
  assert.equal(await verifier.locator(".documents > li").count(), 200);
  assert.equal(Math.max(...progress), 200);
  assert.ok(progress.length >= 400, "every file is told of when read and when done");
  // Against the run itself: milliseconds would measure the machine.
  assert.ok(longest < took / 10, `a task of ${longest} ms of ${took}`);
  assert.ok(painted >= 50, `${painted} frames in ${took} ms`);
  assert.equal(started, 2, "the worker that had grown was ended, and another did the rest");
  assert.equal(page.workers().length, 1);
  await verifier.getByRole("button", { name: "Clear the list" }).click();
  assert.equal(await verifier.locator(".documents > li").count(), 0);
  rmSync(folder, { recursive: true });
  assert.deepEqual(faults, []);
  await page.context().close();
});
