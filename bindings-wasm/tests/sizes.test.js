// What a page downloads, against its budget.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

import { bundle } from "../build.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const compress = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }).length;

/** Bytes. */
const BUDGET = { raw: 650_000, brotli: 230_000, script: 25_000 };

test("the module is within its budget, raw and compressed", () => {
  const module = readFileSync(here("../js/wasm/longseal_bg.wasm"));
  const brotli = compress(module);
  console.log(`module: ${module.length} bytes, ${brotli} compressed`);
  const supplement = readFileSync(here("../js/wasm/longseal_supplement.wasm"));
  console.log(`supplement, loaded when a document needs it: ${supplement.length} bytes, ${compress(supplement)} compressed`);
  assert.ok(module.length <= BUDGET.raw && brotli <= BUDGET.brotli, `${module.length} and ${brotli} bytes, not ${BUDGET.raw} and ${BUDGET.brotli}`);
});

test("the texts are read with the module, one language for the widget", () => {
  for (const lang of ["en", "vi"]) {
    const text = readFileSync(here(`../js/wasm/longseal.${lang}.txt`));
    console.log(`texts (${lang}): ${text.length} bytes, ${compress(text)} compressed`);
    // What the module no longer has in itself.
    const module = readFileSync(here("../js/wasm/longseal_bg.wasm"), "latin1");
    for (const sentence of text.toString("latin1").split("\n").filter(({ length }) => length > 20)) assert.ok(!module.includes(sentence), sentence);
  }
});

test("no text the module makes is formatted with {:?}, which traps there (xtask/src/wasm.rs)", () => {
  for (const folder of ["../../core/src/", "../src/"]) {
    const files = readdirSync(here(folder), { recursive: true }).filter((name) => name.endsWith(".rs") && !/tests?\.rs$/.test(name));
    assert.ok(files.length > 2);
    for (const name of files) {
      const [code] = readFileSync(here(folder + name), "utf8").split("#[cfg(test)]\nmod tests {");
      // A panic is a trap in any case.
      const found = code.split("\n").filter((line) => /:[^{}]*\?\}/.test(line) && !/assert|panic|unreachable!|expect/.test(line));
      assert.deepEqual(found, [], name);
    }
  }
});

test("no path of the machine that built it is in the module", () => {
  const text = ["longseal_bg", "longseal_supplement"].map((name) => readFileSync(here(`../js/wasm/${name}.wasm`), "latin1")).join("");
  assert.deepEqual(text.match(/\/(home|root|Users)\/[\x20-\x7e]{0,60}/g)?.slice(0, 3) ?? [], []);
});

test("the module imports two functions of instance.js, which take and give numbers, and the supplement nothing", () => {
  const imports = (name) => WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(here(`../js/wasm/${name}.wasm`))));
  assert.deepEqual(imports("longseal_bg").map(({ module, name }) => `${module}.${name}`).sort(), ["longseal.answer", "longseal.ask"]);
  assert.deepEqual(imports("longseal_supplement"), []);
});

test("the scripts of the widget and its worker, in one language, are within their budget, minified", async () => {
  const chunks = await bundle("element", "worker-thread");
  for (const { name, code } of chunks) console.log(`script ${name}: ${Buffer.byteLength(code)} bytes, ${compress(Buffer.from(code))} compressed`);
  /** A script and what it imports before it runs. */
  const loaded = (fileName) => {
    const chunk = chunks.find((chunk) => chunk.fileName === fileName);
    return [chunk, ...chunk.imports.flatMap(loaded)];
  };
  const of = (name) => loaded(chunks.find((chunk) => chunk.name === name).fileName);
  for (const lang of ["en", "vi"]) {
    const size = [...new Set([...of("element"), ...of(lang), ...of("worker-thread")])].reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
    console.log(`scripts (${lang}): ${size} bytes`);
    assert.ok(size <= BUDGET.script, `${size} bytes, not ${BUDGET.script}`);
  }
  // On demand are the printable report and the languages, and nothing else: no part of a verdict is left out of the sum.
  const counted = new Set([...of("element"), ...of("en"), ...of("vi"), ...of("worker-thread")]);
  assert.deepEqual(chunks.filter((chunk) => !counted.has(chunk)).map(({ name }) => name), ["print"]);
});
