// The demo: everything is in this one page, and the page may not connect to anything.

import "longseal/element";

import { bytes as decode } from "./inlined.js";

const text = {
  vi: { title: "Longseal: kiểm tra chữ ký số trên PDF", promise: "Trang này không được phép kết nối mạng (connect-src 'none'): tệp của bạn không thể rời khỏi máy này.", example: "Xem thử một ví dụ" },
  en: { title: "Longseal: verify signatures on PDF documents", promise: "This page is not allowed to connect to anything (connect-src 'none'): your files cannot leave this device.", example: "Try an example" },
};

const element = document.querySelector("longseal-verifier");
// Blobs instead of files: the modules, the texts and the worker come with the page.
const thread = __THREAD__;
element.source = decode(__MODULE__);
element.supplement = decode(__SUPPLEMENT__);
element.texts = { en: decode(__TEXT_EN__), vi: decode(__TEXT_VI__) };
element.worker = () => {
  const url = URL.createObjectURL(new Blob([thread], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module", name: "longseal" });
  URL.revokeObjectURL(url);
  return worker;
};

function speak(lang) {
  document.documentElement.lang = lang;
  element.lang = lang;
  document.title = document.querySelector("#title").textContent = text[lang].title;
  document.querySelector("#promise").textContent = text[lang].promise;
  document.querySelector("#example").textContent = text[lang].example;
  for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", button.dataset.lang === lang);
}

for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => speak(button.dataset.lang));
speak(new URLSearchParams(location.search).get("lang") === "en" ? "en" : "vi");

document.querySelector("#example").addEventListener("click", () => {
  element.trust = __EXAMPLE_ROOT__;
  element.verify([new File([decode(__EXAMPLE__)], __EXAMPLE_NAME__, { type: "application/pdf" })]);
});
