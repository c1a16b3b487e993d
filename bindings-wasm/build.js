// What the package has for pages without a build of their own: `npm run build` writes the widget, the worker and what they load on
// demand to dist/, minified, beside js/, where the WebAssembly module stays.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build, minifySync } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Vite would inline what is found by URL. It does not know this name, which is taken back in the end. */
const URLS = { from: "import.meta.url", to: "__LONGSEAL_HERE__" };

/** The files: { name, fileName, imports, code }. Those that several others import are files of their own. */
export async function bundle(...entries) {
  const outputs = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      // As a library: a page's build would add a script by which Vite's pages load ahead.
      lib: { entry: entries.map((entry) => here(`js/${entry}.js`)), formats: ["es"] },
      rolldownOptions: { output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" } },
    },
    plugins: [{ name: "urls", enforce: "pre", transform: (code) => code.replaceAll(URLS.from, URLS.to).replaceAll("./wasm/", "../js/wasm/") }],
  });
  const chunks = [outputs].flat().flatMap(({ output }) => output).filter(({ type }) => type === "chunk");
  return chunks.map(({ name, fileName, imports, code }) => {
    const minified = minifySync(fileName, code, { module: true, compress: true, mangle: true, codegen: true }).code;
    return { name, fileName, imports, code: minified.replaceAll(URLS.to, URLS.from) };
  });
}

/** Writes them to a folder, which has nothing else in it afterwards. */
export async function write(folder) {
  rmSync(folder, { recursive: true, force: true });
  for (const { fileName, code } of await bundle("element", "worker-thread")) {
    const path = join(folder, fileName);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await write(here("dist"));
