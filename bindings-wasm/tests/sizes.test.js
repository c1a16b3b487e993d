// What a page downloads, against its budget.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Bytes. The module is to have 650,000 (230,000 compressed) and the scripts 25,000. They do not yet: until then these hold what was
 * reached, so that it only shrinks.
 */
const BUDGET = { raw: 957_000, brotli: 344_000, script: 32_100 };

test("the module is within its budget, raw and compressed", () => {
  const module = readFileSync(here("../js/wasm/longseal_bg.wasm"));
  const brotli = brotliCompressSync(module, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }).length;
  console.log(`module: ${module.length} bytes, ${brotli} compressed`);
  assert.ok(module.length <= BUDGET.raw && brotli <= BUDGET.brotli, `${module.length} and ${brotli} bytes, not ${BUDGET.raw} and ${BUDGET.brotli}`);
});

test("no path of the machine that built it is in the module", () => {
  const text = readFileSync(here("../js/wasm/longseal_bg.wasm"), "latin1");
  assert.deepEqual(text.match(/\/(home|root|Users)\/[\x20-\x7e]{0,60}/g)?.slice(0, 3) ?? [], []);
});

test("the scripts of the widget and its worker are within their budget, minified", async () => {
  let size = 0;
  for (const entry of ["../js/element.js", "../js/worker-thread.js"]) {
    const result = await build({
      configFile: false,
      logLevel: "error",
      // What they load by URL is another file, and counted as itself.
      build: { write: false, minify: true, rollupOptions: { input: here(entry), preserveEntrySignatures: "strict", external: [] }, assetsInlineLimit: 0 },
      plugins: [{ name: "urls", enforce: "pre", transform: (code) => code.replaceAll("import.meta.url", "location.href") }],
    });
    for (const { type, code } of [result].flat()[0].output) if (type === "chunk") size += Buffer.byteLength(code);
  }
  console.log(`scripts: ${size} bytes`);
  assert.ok(size <= BUDGET.script, `${size} bytes, not ${BUDGET.script}`);
});
