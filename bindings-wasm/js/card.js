// One document's report as elements. Text is only ever set as text: names and messages come from the document.

import { elements } from "./elements.js";

const { article, code, dd, details, div, dl, dt, h3, h4, li, ol, p, small, span, summary, time, ul } = elements;

const CIRCLE = "M1 10a9 9 0 1 0 18 0 9 9 0 1 0-18 0";
const TRIANGLE = "M10 2 1 18h18Zm0 5v6m0 1v2";

/** A tick in a circle, an exclamation mark in a triangle, a cross in an octagon, a dash in a circle: told apart without colour. */
const ICONS = {
  passed: `${CIRCLE}m4 0 4 4 6-7`,
  indeterminate: TRIANGLE,
  unexamined: TRIANGLE,
  failed: "M6 1h8l5 5v8l-5 5H6l-5-5V6Zm1 6 6 6m0-6-6 6",
  unsigned: `${CIRCLE}m4 0h10`,
};

const KINDS = { PASSED: "passed", INDETERMINATE: "indeterminate", FAILED: "failed" };

/** `passed`, `indeterminate` or `failed`, of a signature or of a timestamp. */
const kindOfIndication = (indication) => KINDS[indication.replace("TOTAL-", "")];

/** The same, `unsigned` or `unexamined`, of a document; without a report it could not be examined. */
export function kindOf(report) {
  if (!report || report.error) return "unexamined";
  return report.indication ? kindOfIndication(report.indication) : "unsigned";
}

function svg(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}

export const verdict = (kind, text) =>
  span({ part: `verdict ${kind}` }, svg("svg", { viewBox: "0 0 20 20", "aria-hidden": true }, svg("path", { d: ICONS[kind] })), text[kind]);

/** Dates and times as the language writes them, in the reader's time zone. */
export function dates(text) {
  const day = new Intl.DateTimeFormat(text.lang, text.date);
  const time = new Intl.DateTimeFormat(text.lang, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
  const format = (written) => (value) => {
    const instant = new Date(value);
    // Certificates may end in the year 9999 and beyond what a Date holds.
    return Number.isNaN(+instant) ? value : written(instant);
  };
  return { day: format((instant) => day.format(instant)), moment: format((instant) => `${day.format(instant)}, ${time.format(instant)}`) };
}

/** Everything below a document's verdict. */
export function body(report, text) {
  const { day, moment } = dates(text);
  const numbers = new Intl.NumberFormat(text.lang);
  const stamp = (value, format) => time({ dateTime: value, title: value }, format(value));

  /** What has a value, under the text of the same name. */
  const rows = (values) => dl(Object.entries(values).map(([name, value]) => value && [dt(text[name]), dd(value)]));

  const titled = (name, list, content) => list.length > 0 && [h4(text[name]), content(list)];

  const folded = (name, ariaLabel, ...content) => details({ part: "evidence" }, summary({ ariaLabel }, text[name]), content);

  /** A reason's sentence: the report writes times for programs (RFC 3339). */
  const sentence = (message) => message.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (value) => moment(value));

  const reasons = (list) => list.length > 0 && ul({ part: "reasons" }, list.map(({ severity, message, clause, code: slug }) =>
    li({ part: `reason ${severity}` }, p(sentence(message)),
      details(summary({ ariaLabel: `${text.explain}: ${sentence(message)}` }, text.explain),
        div({ part: "explanation" }, p(text.severity[severity]), small(`${text.clause}: ${clause}. ${text.code}: `, code(slug)))))));

  const certificates = (list) => ol({ part: "certificates" }, list.map(({ subject, issuer, serial, not_before, not_after, trust_anchor, revocation }) =>
    li(p(subject), small(
      `${text.issuedBy} ${issuer}; ${text.validity(day(not_before), day(not_after))}; `,
      trust_anchor ? text.anchor : text.revocation[revocation?.status],
      revocation?.revoked_at && ` (${moment(revocation.revoked_at)})`,
      `; ${text.serial} `, code(serial)))));

  const timestamps = (list) => ul(list.map((timestamp) => li(
    p(verdict(kindOfIndication(timestamp.indication), text), ` ${text.stamped(moment(timestamp.time))}`, by(timestamp, ", ")),
    reasons(timestamp.reasons), certificates(timestamp.certificates))));

  const changes = (list) => ul(list.map(({ revision, message, what, path }) => li(`${text.revision(revision + 1)}: ${message ?? what}`, path && ` (${path})`)));

  /** When the signature existed: proven, claimed, or neither. A proof is a timestamp, not just the time of the verdict. */
  const when = ({ reasons, best_signature_time: best, claimed_signing_time: claimed }) => {
    if (best && reasons.some(({ code }) => code === "timestamp.proves-time")) return text.proven(moment(best));
    return claimed ? text.claimed(moment(claimed)) : text.notProven;
  };

  const since = ({ level, permitted }) => {
    const verdictOnIt = level !== "none" && text.permitted[permitted];
    return verdictOnIt ? `${text.levels[level]} (${verdictOnIt})` : text.levels[level];
  };

  const signature = (signature, index) => {
    const kind = kindOfIndication(signature.indication);
    const isTimestamp = signature.type === "document-timestamp";
    const headline = `${index + 1}. ${isTimestamp ? text.timestamp : text.signature}`;
    const isDecisive = ({ severity }) => severity === "error";
    return article({ part: `signature ${kind}`, ariaLabel: `${headline}: ${text[kind]}` },
      h3(span(headline), verdict(kind, text)),
      reasons(signature.reasons.filter(isDecisive)),
      rows({
        [isTimestamp ? "whoTimestamp" : "who"]: signature.signed_by ?? text.unknownSigner,
        when: when(signature),
        content: text.intact[signature.intact],
        changed: since(signature.changes),
        covers: text.coverage[signature.coverage],
        renewal: signature.renewal_due && stamp(signature.renewal_due, day),
      }),
      titled("why", signature.reasons.filter((reason) => !isDecisive(reason)), reasons),
      folded("evidence", `${text.evidence}: ${headline}`,
        rows({
          field: code(signature.field),
          format: signature.format,
          algorithms: [signature.digest_algorithm, signature.signature_algorithm, signature.key_size && text.bits(signature.key_size)].filter(Boolean).join(", "),
          range: code(`[${signature.byte_range.join(" ")}]`),
        }),
        titled("certificates", signature.certificates, certificates),
        titled("timestamps", signature.timestamps, timestamps),
        titled("changes", signature.changes.items, changes)));
  };

  const { document: file, error, revisions, policy, validation_data } = report;
  const events = timeline(report, text);
  return [
    error && p(text.errors[error.code] ?? error.message),
    reasons(report.reasons),
    report.signatures.map(signature),
    events.length > 1 && [h4(text.timeline), ol({ part: "timeline" }, events.map((event) =>
      li({ part: `event ${event.kind}` }, event.label, stamp(event.time, event.kind === "end" ? day : moment))))],
    folded("document", text.document,
      rows({
        file: file.path,
        size: file.size !== null && `${numbers.format(file.size)} B`,
        digest: file.sha256 && code(file.sha256),
        policy: policy?.name,
        material: validation_data && text.materials(validation_data),
      }),
      revisions.length > 0 && ol(revisions.map(({ number, start, end }) => li(`${text.revision(number + 1)}: ${numbers.format(start)}–${numbers.format(end)}`)))),
  ];
}

const by = ({ signed_by }, before) => signed_by && `${before}${signed_by}`;

/** What happened when, oldest first. */
function timeline({ signatures, validation_time }, text) {
  const events = [];
  signatures.forEach((signature, index) => {
    const add = (time, label, kind, of) => time && events.push({ time, kind, label: [signatures.length > 1 && `${index + 1}. `, label, of && by(of, ": ")] });
    if (signature.type === "document-timestamp") {
      add(signature.best_signature_time ?? signature.claimed_signing_time, text.timestamp, signature.indication === "TOTAL-PASSED" ? "proof" : "claim", signature);
    } else {
      add(signature.claimed_signing_time, text.events.claimed, "claim", signature);
      add(signature.certificates[0]?.not_after, text.events.expires, "end");
    }
    for (const timestamp of signature.timestamps) add(timestamp.time, text.events.timestamp, timestamp.indication === "PASSED" ? "proof" : "claim", timestamp);
    add(signature.renewal_due, text.events.renewal, "end");
  });
  if (events.length > 0) events.push({ time: validation_time, kind: "judged", label: text.events.judged });
  return events.sort((one, two) => Date.parse(one.time) - Date.parse(two.time));
}
