"use strict";
// The form is built from the data of the page; what it gives is the text that the program reads (form.txt).
const data = JSON.parse(document.getElementById("data").textContent);
const fields = document.getElementById("fields");
const said = document.getElementById("said");
const keep = document.getElementById("keep");
const items = [];
let count = 0;
let nothing;

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function control(field, id) {
  if (field.choices.length) {
    const select = make("select", { id }, make("option", { value: "", textContent: "Välj …" }));
    for (const choice of field.choices) select.append(make("option", { value: choice, textContent: choice }));
    return select;
  }
  if (field.form === "text") return make("textarea", { id });
  return make("input", { id, type: field.form === "date" ? "date" : "text", autocomplete: "off" });
}

function lineFault(line, item) {
  const plain = line.trim().replace(/^[*_#=: -]+|[*_#=: -]+$/g, "").toLowerCase();
  const word = line.includes(":") ? line.slice(0, line.indexOf(":")).replace(/[*_]/g, "").trim().replace(/\s+/g, " ").toLowerCase() : "";
  if (word && item.section.words.includes(word)) return "”" + word + ":” läses som ett fält i formuläret. Skriv om raden.";
  if (data.headings.includes(plain)) return "”" + line.trim() + "” läses som en rubrik i formuläret. Skriv om raden.";
  if (/^\s*(>|--\s*$|\(Välj: |Bidrag till rapporten)/.test(line)) return "Raden ”" + line.trim().slice(0, 30) + "” läses inte som din text. Skriv om den.";
  if (/^\s*(mvh\b|((med )?(vänlig|kamratlig)\w* )?hälsning\w*|vänsterhälsning|skickat från)/i.test(line)) return "Hälsningen behövs inte: ta bort den.";
  return "";
}

function endFault(text) {
  // As the reader takes it (closings.py): short lines after a blank one at the very end, and no full stop, are a signature.
  const paragraphs = text.split(/\n\s*\n/);
  const last = paragraphs[paragraphs.length - 1].split("\n");
  const isSignature = paragraphs.length > 1 && last.length <= 4 && last.every((line) => line.length <= 60) &&
    !last.some((line) => /^\s*([-*•]|1\.)/.test(line)) && !/[.!?:…”)]\s*$/.test(text);
  return isSignature ? "Avsluta med punkt, annars läses det sista stycket som en underskrift." : "";
}

function isDay(text) {
  const day = new Date(text + "T00:00:00Z");
  return /^\d{4}-\d\d-\d\d$/.test(text) && !isNaN(day) && day.toISOString().slice(0, 10) === text;
}

function isTime(text) {
  const found = /^(\d{1,2})(?:[.:](\d\d))?(?:\s?[-–]\s?(\d{1,2})(?:[.:](\d\d))?)?$/.exec(text);
  if (!found) return false;
  const [first, last] = [[found[1], found[2]], [found[3], found[4]]].map(([h, m]) => Number(h || 0) * 60 + Number(m || 0));
  const inside = Number(found[1]) < 24 && Number(found[2] || 0) < 60 && Number(found[3] || 0) < 24 && Number(found[4] || 0) < 60;
  return inside && (found[3] === undefined || last > first);
}

function faultOf(one, item) {
  const value = one.input.value.trim();
  if (one.input.validity.badInput) return "Datumet är inte färdigt, eller finns inte.";
  if (!value) return one.field.required && (item === items[0] || item.inputs.some((other) => other.input.value.trim())) ? "Fyll i " + one.field.label.toLowerCase() + "." : "";
  if (value.length > one.field.longest) return "Högst " + one.field.longest + " tecken. Nu är det " + value.length + ".";
  if (one.field.form === "date" && !isDay(value)) return "Skriv år-månad-dag, till exempel 2026-03-12.";
  if (one.field.form === "decided" && !/^(19|20)\d\d$/.test(value) && !isDay(value)) return "Skriv ett år eller ett datum: 2025 eller 2025-11-12.";
  if (one.field.form === "time" && !isTime(value)) return "Skriv till exempel 18.00 eller 18.00–20.00.";
  if (one.field.form === "url" && !/^https?:\/\/[^\s]+$/.test(value)) return "Börja med https:// och skriv hela adressen.";
  if (one.field.form === "text") return value.split("\n").map((line) => lineFault(line, item)).find(Boolean) || endFault(value);
  return "";
}

function check() {
  const faults = [];
  for (const item of items) {
    for (const one of item.inputs) {
      const fault = faultOf(one, item);
      one.error.textContent = one.touched ? fault : "";
      one.input.setAttribute("aria-invalid", String(Boolean(fault && one.touched)));
      if (fault) faults.push(one);
    }
  }
  const hasContent = items.some((item) => item !== items[0] && item.inputs.some((one) => one.input.value.trim()));
  const both = nothing.input.checked && hasContent;
  nothing.error.textContent = both ? "Du har fyllt i något nedan: ta bort det, eller krysset." : "";
  nothing.input.setAttribute("aria-invalid", String(both));
  return { faults: both ? [nothing, ...faults] : faults, isEmpty: !hasContent && !nothing.input.checked };
}

function addField(item, box, field) {
  const id = "f" + ++count;
  const input = control(field, id);
  const error = make("p", { className: "error", id: id + "e" });
  const one = { field, input, error, touched: false };
  input.setAttribute("aria-describedby", error.id);
  if (field.required) input.setAttribute("aria-required", "true");
  input.addEventListener("input", () => { one.touched = true; changed(); });
  input.addEventListener("blur", () => { one.touched = true; check(); });
  item.inputs.push(one);
  box.append(make("div", { className: "field" }, make("label", { htmlFor: id, textContent: field.label + (field.required ? " (behövs)" : "") }), input, error));
}

function addItem(section, place) {
  const number = items.filter((one) => one.section === section).length + 1;
  const box = make("fieldset", {}, make("legend", { textContent: section.several ? section.heading + " " + number : section.heading }));
  const item = { section, inputs: [], box };
  for (const field of section.fields) addField(item, box, field);
  if (section.several) {
    const remove = make("button", { type: "button", className: "quiet", textContent: "Ta bort" });
    remove.setAttribute("aria-label", "Ta bort " + section.heading.toLowerCase() + " " + number);
    remove.addEventListener("click", () => {
      items.splice(items.indexOf(item), 1);
      box.remove();
      place.nextElementSibling.focus();
      changed();
    });
    box.append(remove);
  }
  items.push(item);
  place.append(box);
  return item;
}

function build() {
  for (const section of data.sections) {
    const place = make("div", {});
    section.place = place;
    fields.append(make("h2", { textContent: section.title }), place);
    if (!section.several) {
      addItem(section, place);
    } else {
      const add = make("button", { type: "button", className: "quiet", textContent: "Lägg till " + section.heading.toLowerCase() });
      add.addEventListener("click", () => addItem(section, place).inputs[0].input.focus());
      fields.append(add);
    }
    if (section === data.sections[0]) fields.append(nothingBox());
  }
  for (const one of items[0].inputs) one.input.value = one.field.value;
}

function nothingBox() {
  const input = make("input", { type: "checkbox", id: "nothing" });
  const error = make("p", { className: "error", id: "nothing-error" });
  input.setAttribute("aria-describedby", error.id);
  input.addEventListener("change", changed);
  nothing = { input, error };
  return make("div", {}, make("p", { className: "check" }, input, make("label", { htmlFor: "nothing", textContent: data.nothing })), error);
}

function text() {
  const parts = ["Bidrag till rapporten " + data.issue + "."];
  for (const section of data.sections) {
    for (const item of items.filter((one) => one.section === section)) {
      const lines = item.inputs.filter((one) => one.input.value.trim()).map((one) => one.field.label + ": " + one.input.value.trim());
      if (section === data.sections[0] && nothing.input.checked) lines.push(data.nothing + ": x");
      if (lines.length) parts.push((section.heading && section !== data.sections[0] ? section.heading + "\n" : "") + lines.join("\n"));
    }
  }
  return parts.join("\n\n") + "\n";
}

function ready() {
  for (const item of items) for (const one of item.inputs) one.touched = true;
  const found = check();
  if (found.faults.length) {
    said.textContent = found.faults.length === 1 ? "Ett fält behöver rättas." : found.faults.length + " fält behöver rättas.";
    found.faults[0].input.focus();
  } else if (found.isEmpty) {
    said.textContent = "Inget är ifyllt än. Har du inget att berätta: kryssa för ”" + data.nothing + "”.";
  }
  return !found.faults.length && !found.isEmpty;
}

document.getElementById("save").addEventListener("click", () => {
  if (!ready()) return;
  const url = URL.createObjectURL(new Blob([text()], { type: "text/plain;charset=utf-8" }));
  make("a", { href: url, download: data.file }).click();
  URL.revokeObjectURL(url);
  said.textContent = "Filen " + data.file + " är sparad bland dina hämtade filer. Bifoga den i ett mejl till redaktören.";
});

document.getElementById("copy").addEventListener("click", async () => {
  if (!ready()) return;
  const area = make("textarea", { value: text() });
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  document.getElementById("copy").focus();
  said.textContent = copied ? "Texten är kopierad. Klistra in den i ett mejl till redaktören." : "Webbläsaren ville inte kopiera. Spara som fil i stället.";
});

document.getElementById("mail").addEventListener("click", () => {
  if (!ready()) return;
  const body = encodeURIComponent(text().replace(/\n/g, "\r\n"));
  if (body.length > 1800) {
    said.textContent = "Texten är för lång för att öppnas i ett mejl. Spara som fil, eller kopiera den.";
    return;
  }
  make("a", { href: "mailto:" + encodeURI(data.editor) + "?subject=" + encodeURIComponent("Bidrag till rapporten " + data.issue) + "&body=" + body }).click();
  said.textContent = "Mejlet öppnas i ditt mejlprogram. Skicka det därifrån.";
});

// A draft stays in this browser alone, and only when it is asked for.
const place = "bidrag-" + data.issue + "-" + data.file;

function changed() {
  check();
  said.textContent = "";
  if (keep.checked) store();
}

function store() {
  const draft = items.map((item) => [data.sections.indexOf(item.section), item.inputs.map((one) => one.input.value)]);
  try {
    localStorage.setItem(place, JSON.stringify({ nothing: nothing.input.checked, draft }));
  } catch {
    keep.checked = false;
    said.textContent = "Webbläsaren sparar inget från den här sidan.";
  }
}

function restore() {
  let found = null;
  try {
    found = JSON.parse(localStorage.getItem(place));
  } catch {
    return;
  }
  if (!found) return;
  keep.checked = true;
  nothing.input.checked = found.nothing;
  for (const [index, values] of found.draft) {
    const section = data.sections[index];
    const item = section.several ? addItem(section, section.place) : items.find((one) => one.section === section);
    item.inputs.forEach((one, number) => { one.input.value = values[number] || ""; });
  }
}

keep.addEventListener("change", () => {
  if (keep.checked) store();
  else localStorage.removeItem(place);
});
document.getElementById("form").addEventListener("submit", (event) => event.preventDefault());
build();
restore();
check();
