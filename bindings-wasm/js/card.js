// One document's report as elements. Text is only ever set as text: names and messages come from the document.

const SVG = "http://www.w3.org/2000/svg";

/** A tick, a question mark, a cross, a dash: told apart without colour. */
const ICONS = {
  passed: "M10 1a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-1.3 13L4.9 10.200l1.500-1.500 2.300 2.300 5-5 1.500 1.500Z",
  indeterminate: "M10 1 .5 18.500h19Zm-1 6h2l-.3 6H9.300Zm1 7.200a1.200 1.200 0 1 1 0 2.400 1.200 1.200 0 0 1 0-2.400Z",
  failed: "M6.300 1 1 6.300v7.400L6.300 19h7.400l5.300-5.300V6.300L13.700 1Zm.2 4 3.500 3.500L13.500 5 15 6.500 11.500 10l3.500 3.500-1.500 1.500-3.500-3.500L6.500 15 5 13.500 8.500 10 5 6.500Z",
  unsigned: "M10 1a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM5 9h10v2H5Z",
};
ICONS.unexamined = ICONS.indeterminate;

const KINDS = { "TOTAL-PASSED": "passed", INDETERMINATE: "indeterminate", "TOTAL-FAILED": "failed", PASSED: "passed", FAILED: "failed" };

/** An element with attributes (those that are false or absent left out) and children. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** `passed`, `indeterminate`, `failed`, `unsigned` or `unexamined`. */
export function kindOf(report) {
  if (report.error) return "unexamined";
  return report.indication ? KINDS[report.indication] : "unsigned";
}

export function verdict(kind, text) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[kind]);
  svg.append(path);
  return make("span", { class: `verdict ${kind}`, part: `verdict ${kind}` }, svg, text[kind]);
}

/** Dates and times as the language writes them, in the reader's time zone. */
export function dates(lang, text) {
  const day = new Intl.DateTimeFormat(lang, lang === "vi" ? { day: "2-digit", month: "2-digit", year: "numeric" } : { dateStyle: "long" });
  const time = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
  const format = (value, formatted) => {
    const instant = new Date(value);
    // Certificates may end in the year 9999 and beyond what a Date holds.
    return Number.isNaN(instant.getTime()) ? value : formatted(instant);
  };
  return {
    day: (value) => format(value, (instant) => day.format(instant)),
    moment: (value) => format(value, (instant) => text.moment(day.format(instant), time.format(instant))),
  };
}

/** Everything below a document's verdict. `explain` gives more about a reason's code, or nothing. */
export function body(report, { text, lang, explain }) {
  const format = dates(lang, text);
  const numbers = new Intl.NumberFormat(lang);
  const stamp = (value, day = false) => make("time", { datetime: value, title: value }, (day ? format.day : format.moment)(value));
  const rows = (...pairs) => make("dl", {}, pairs.filter(([, value]) => value !== undefined && value !== null && value !== false && value !== "")
    .map(([name, ...value]) => [make("dt", {}, name), make("dd", {}, ...value)]));

  const reasons = (list) => list.length > 0 && make("ul", { class: "reasons", part: "reasons" }, list.map((reason) =>
    make("li", { class: reason.severity, part: `reason ${reason.severity}` }, make("p", {}, reason.message),
      make("details", {}, make("summary", {}, text.explain, make("span", { class: "hidden" }, `: ${reason.message}`)),
        make("div", { class: "explanation", part: "explanation" }, explanation(reason))))));

  const explanation = (reason) => [
    make("p", {}, text.severity[reason.severity]),
    ...(explain?.(reason.code) ?? []).map((line) => make("p", {}, line)),
    make("p", { class: "muted" }, `${text.clause}: ${reason.clause}. ${text.code}: `, make("code", {}, reason.code)),
  ];

  const certificates = (list) => make("ol", { class: "certificates", part: "certificates" }, list.map((certificate) => make("li", {},
    make("p", {}, certificate.subject),
    make("p", { class: "muted" },
      `${text.issuedBy} ${certificate.issuer}; ${text.validity(format.day(certificate.not_before), format.day(certificate.not_after))}; `,
      certificate.trust_anchor ? text.anchor : text.revocation[certificate.revocation?.status] ?? "",
      certificate.revocation?.revoked_at ? ` (${format.moment(certificate.revocation.revoked_at)})` : "",
      `; ${text.serial} `, make("code", {}, certificate.serial)))));

  const timestamps = (list) => make("ul", {}, list.map((timestamp) => make("li", {},
    make("p", {}, verdict(KINDS[timestamp.indication], text), " ", text.stamped(format.moment(timestamp.time)), timestamp.signed_by && `, ${timestamp.signed_by}`),
    reasons(timestamp.reasons), certificates(timestamp.certificates))));

  const changes = (list) => make("ul", {}, list.map((change) => make("li", {},
    `${text.revision(change.revision + 1)}: ${change.message ?? change.what}`, change.path && ` (${change.path})`)));

  /** When the signature existed: proven, claimed, or neither. */
  const when = (signature) => {
    if (isProven(signature)) return text.proven(format.moment(signature.best_signature_time));
    return signature.claimed_signing_time ? text.claimed(format.moment(signature.claimed_signing_time)) : text.notProven;
  };

  const since = ({ changes: { level, permitted } }) => {
    const verdictOnIt = permitted === true ? text.permittedTrue : permitted === false && text.permittedFalse;
    return level !== "none" && verdictOnIt ? `${text.levels[level]} (${verdictOnIt})` : text.levels[level];
  };

  const signature = (signature, index) => {
    const kind = KINDS[signature.indication];
    const isTimestamp = signature.type === "document-timestamp";
    const headline = `${index + 1}. ${isTimestamp ? text.timestamp : text.signature}`;
    const [decisive, rest] = [signature.reasons.filter(({ severity }) => severity === "error"), signature.reasons.filter(({ severity }) => severity !== "error")];
    return make("article", { class: `card ${kind}`, part: `signature ${kind}`, "aria-label": `${headline}: ${text[kind]}` },
      make("h3", {}, make("span", {}, headline), verdict(kind, text)),
      reasons(decisive),
      rows(
        [isTimestamp ? text.whoTimestamp : text.who, signature.signed_by ?? text.unknownSigner],
        [text.when, when(signature)],
        [text.content, text[`intact${signature.intact === null ? "Null" : signature.intact ? "True" : "False"}`]],
        [text.changed, since(signature)],
        [text.covers, text.coverage[signature.coverage]],
        [text.renewal, signature.renewal_due && stamp(signature.renewal_due, true)],
      ),
      rest.length > 0 && [make("h4", {}, text.why), reasons(rest)],
      make("details", { class: "evidence", part: "evidence" }, make("summary", {}, text.evidence, make("span", { class: "hidden" }, `: ${headline}`)),
        rows(
          [text.field, make("code", {}, signature.field)],
          [text.format, signature.format],
          [text.algorithms, [signature.digest_algorithm, signature.signature_algorithm, signature.key_size && text.bits(signature.key_size)].filter(Boolean).join(", ")],
          [text.range, make("code", {}, `[${signature.byte_range.join(" ")}]`)],
        ),
        signature.certificates.length > 0 && [make("h4", {}, text.certificates), certificates(signature.certificates)],
        signature.timestamps.length > 0 && [make("h4", {}, text.timestamps), timestamps(signature.timestamps)],
        signature.changes.items.length > 0 && [make("h4", {}, text.changes), changes(signature.changes.items)]));
  };

  const events = timeline(report, text);
  const file = report.document;
  return [
    report.error && make("p", {}, sentence(report.error, text)),
    reasons(report.reasons),
    report.signatures.map(signature),
    events.length > 1 && [make("h4", {}, text.timeline), make("ol", { class: "timeline", part: "timeline" }, events.map((event) =>
      make("li", { class: event.kind, part: `event ${event.kind}` }, event.label, stamp(event.time, event.kind === "end"))))],
    make("details", { class: "evidence", part: "evidence" }, make("summary", {}, text.document),
      rows(
        [text.file, file.path],
        [text.size, file.size !== null && `${numbers.format(file.size)} B`],
        [text.digest, file.sha256 && make("code", {}, file.sha256)],
        [text.policy, report.policy?.name],
        [text.material, report.validation_data && text.materials(report.validation_data)],
      ),
      report.revisions.length > 0 && make("ol", {}, report.revisions.map((revision) =>
        make("li", {}, `${text.revision(revision.number + 1)}: ${numbers.format(revision.start)}–${numbers.format(revision.end)}`)))),
  ].flat(Infinity).filter(Boolean);
}

function sentence({ code, message }, text) {
  if (code === "error.not-pdf") return text.notPdf;
  return code === "error.wrong-password" ? text.wrongPassword : message;
}

/** The proven time, where a timestamp proves it and it is not just the time of the verdict. */
function isProven(signature) {
  return Boolean(signature.best_signature_time) && signature.reasons.some(({ code }) => code === "timestamp.proves-time");
}

/** What happened when, oldest first. */
function timeline(report, text) {
  const events = [];
  const add = (time, label, kind) => time && events.push({ time, label, kind });
  const several = report.signatures.length > 1;
  report.signatures.forEach((signature, index) => {
    const name = several ? `${index + 1}. ` : "";
    const by = signature.signed_by ? `: ${signature.signed_by}` : "";
    if (signature.type === "document-timestamp") {
      add(signature.best_signature_time ?? signature.claimed_signing_time, `${name}${text.events.document}${by}`, signature.indication === "TOTAL-PASSED" ? "proof" : "claim");
    } else {
      add(signature.claimed_signing_time, `${name}${text.events.claimed}${by}`, "claim");
      add(signature.certificates[0]?.not_after, `${name}${text.events.expires}`, "end");
    }
    for (const timestamp of signature.timestamps) {
      add(timestamp.time, `${name}${text.events.timestamp}${timestamp.signed_by ? `: ${timestamp.signed_by}` : ""}`, timestamp.indication === "PASSED" ? "proof" : "claim");
    }
    add(signature.renewal_due, `${name}${text.events.renewal}`, "end");
  });
  if (events.length > 0) add(report.validation_time, text.events.judged, "judged");
  return events.sort((one, two) => Date.parse(one.time) - Date.parse(two.time));
}
