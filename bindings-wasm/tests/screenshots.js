// Pictures of the demo page in every state, for eyes: target/screenshots/{state}-{width}-{scheme}.png. Fails when a page is wider
// than its window. `node tests/screenshots.js [LANG]`; vi when none is given.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { launch, serve } from "./browser.js";
import { fixtures, root } from "./cases.js";

const STATES = {
  passed: "pades/baseline-t/signature-timestamp.pdf",
  indeterminate: "trust/expired-signer-without-timestamp.pdf",
  failed: "integrity/content-byte-flipped.pdf",
  several: "several/initials-signature-seal.pdf",
  "no-pdf": "pki/root.pem",
  encrypted: "encryption/rc4-128-given-password.pdf",
};

const lang = process.argv[2] ?? "vi";
const folder = join(root, "target/screenshots");
mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await launch();
let isWide = false;
for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 768, 1280]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, timezoneId: "Asia/Ho_Chi_Minh" });
    const page = await context.newPage();
    for (const [state, name] of Object.entries(STATES)) {
      await page.goto(`${server.url}/bindings-wasm/demo/dist/index.html?lang=${lang}`);
      await page.evaluate((pem) => {
        const element = document.querySelector("longseal-verifier");
        element.trust = pem;
        element.setAttribute("at", "2026-01-01T00:00:00Z");
        element.setAttribute("revocation", "none");
      }, readFileSync(join(fixtures, "files/pki/root.pem"), "utf8"));
      await page.locator("input[type=file]").first().setInputFiles(join(fixtures, "files", name));
      await page.locator(".documents > li").waitFor();
      await page.screenshot({ path: join(folder, `${state}-${width}-${colorScheme}.png`), fullPage: true });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (excess > 0) {
        console.error(`${state} at ${width}: ${excess} pixels too wide`);
        isWide = true;
      }
    }
    await context.close();
  }
}
await browser.close();
server.close();
console.log(folder);
process.exitCode = isWide ? 1 : 0;
