// Builds the demo into one page: script, style, worker, module and example inlined, under a Content-Security-Policy that lets
// nothing out. `vite build --config demo/vite.config.js` writes demo/dist/index.html.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const base64 = (path) => JSON.stringify(readFileSync(here(path)).toString("base64"));
const example = "../../fixtures/files/pades/baseline-t/signature-timestamp.pdf";

/** The worker as one script; where it comes from a blob, `import.meta.url` leads nowhere and the module is sent to it. */
async function thread() {
  const { output } = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, minify: true, modulePreload: false, lib: { entry: here("../js/worker-thread.js"), formats: ["es"], fileName: "thread" } },
  }).then((result) => [result].flat()[0]);
  return JSON.stringify(output[0].code);
}

/** Moves scripts and styles into the page and writes the policy that allows exactly these. */
function onePage() {
  const hash = (source) => `'sha256-${createHash("sha256").update(source).digest("base64")}'`;
  return {
    name: "one-page",
    // After Vite's own plugins, which leave marks in the script until then.
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const page = Object.values(bundle).find(({ fileName }) => fileName.endsWith(".html"));
        const script = Object.values(bundle).find(({ type }) => type === "chunk").code.replaceAll("</script", "<\\/script");
        const style = Object.values(bundle).filter(({ fileName }) => fileName.endsWith(".css")).map(({ source }) => source).join("\n").trim();
        const policy = [
          "default-src 'none'", "connect-src 'none'", `script-src ${hash(script)} 'wasm-unsafe-eval'`, `style-src ${hash(style)}`,
          "worker-src blob:", "img-src data:", "base-uri 'none'", "form-action 'none'",
        ].join("; ");
        const insert = (text, pattern, replacement) => text.replace(pattern, () => replacement);
        let html = page.source.replaceAll(/<script type="module"[^>]*src=[^>]*><\/script>\s*/g, "").replaceAll(/<link rel="(stylesheet|modulepreload)"[^>]*>\s*/g, "");
        html = insert(html, '<meta charset="utf-8">', `<meta charset="utf-8">\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`);
        html = insert(html, "</head>", `<style>${style}</style>\n  </head>`);
        html = insert(html, "</body>", `<script type="module">${script}</script>\n  </body>`);
        page.source = html;
        for (const name of Object.keys(bundle)) if (bundle[name] !== page) delete bundle[name];
      },
    },
  };
}

export default {
  root: here("."),
  base: "./",
  resolve: { alias: { "longseal/element": here("../js/element.js") } },
  define: {
    __MODULE__: base64("../js/wasm/longseal_bg.wasm"),
    __SUPPLEMENT__: base64("../js/wasm/longseal_supplement.wasm"),
    __TEXT_EN__: base64("../js/wasm/longseal.en.txt"),
    __TEXT_VI__: base64("../js/wasm/longseal.vi.txt"),
    __THREAD__: await thread(),
    __EXAMPLE__: base64(example),
    __EXAMPLE_NAME__: '"quyet-dinh.pdf"',
    __EXAMPLE_ROOT__: JSON.stringify(readFileSync(here("../../fixtures/files/pki/root.pem"), "utf8")),
  },
  plugins: [onePage()],
  build: {
    outDir: here("dist"), emptyOutDir: true, assetsInlineLimit: 0, modulePreload: false, target: "es2023",
    // What is loaded on demand elsewhere is in the page too.
    rolldownOptions: { output: { codeSplitting: false } },
  },
};
