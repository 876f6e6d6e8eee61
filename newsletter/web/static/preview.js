"use strict";

// The page works without this: every control is part of a form. With it, the page follows the files and its own controls
// without being loaded again, so that scroll position, focus and what a screen reader reads stay where they are.

const root = document.documentElement;
const form = document.getElementById("controls");
const stage = document.getElementById("stage");
const state = document.getElementById("state");
const regions = ["controls", "strip", "stage", "side"];
const shown = new Map(regions.map((id) => [id, document.getElementById(id).innerHTML]));
const scrolled = new Map();
let current = 0;
let source = null;
let patience = 0;
// Whether the server has been heard before: whoever comes back may find that an issue has been approved in the meantime.
let isBack = false;

const frame = () => document.getElementById("frame");
const longText = () => stage.querySelector("pre.letter, pre.lines");
// Where the reader is, kept for each way of showing, also while there is no letter at all.
const place = () => new FormData(form).get("show") + new FormData(form).get("width");

function remember() {
  const inner = frame()?.contentWindow;
  const text = longText();
  if (inner) scrolled.set(place(), inner.scrollY);
  else if (text) scrolled.set(place(), text.scrollTop);
}

function watchScroll(iframe) {
  iframe.contentWindow.addEventListener("scroll", remember, { passive: true });
}

function versionOf(iframe) {
  return iframe.contentDocument?.querySelector('meta[name="version"]')?.content;
}

function say(text) {
  const time = new Date().toLocaleTimeString(root.lang);
  state.textContent = text && `${text} ${time}`;
  state.classList.remove("fresh");
  requestAnimationFrame(() => state.classList.add("fresh"));
}

/** A frame behind the one that is shown, which takes its place when it has loaded; resolves to whether it holds a letter. */
function replaceFrame(address, shape, title) {
  const old = frame();
  const fresh = old.cloneNode(false);
  fresh.id = "next";
  fresh.className = "loading";
  fresh.src = address;
  fresh.title = title;
  return new Promise((resolve) => {
    fresh.addEventListener("load", () => {
      if (!versionOf(fresh)) {
        fresh.remove();
        resolve(false);
        return;
      }
      const hadFocus = document.activeElement === old;
      if (shape) old.parentElement.className = shape;
      fresh.contentWindow.scrollTo(0, scrolled.get(place()) ?? 0);
      old.remove();
      fresh.id = "frame";
      fresh.className = "";
      if (hadFocus) fresh.focus({ preventScroll: true });
      watchScroll(fresh);
      resolve(true);
    });
    old.after(fresh);
  });
}

function refill(id, next) {
  const region = document.getElementById(id);
  const html = next.getElementById(id).innerHTML;
  if (html === shown.get(id)) return;
  shown.set(id, html);
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  const top = region.scrollTop;
  region.replaceChildren(...next.getElementById(id).childNodes);
  region.scrollTop = top;
  if (focused) (document.getElementById(focused) ?? region).focus({ preventScroll: true });
}

/** The controls stay the same elements as long as they offer the same, so that nobody clicks on one that has just gone. */
function refillControls(next) {
  const offered = (html) => html.replaceAll(/ (checked|selected)\b/g, "");
  const html = next.getElementById("controls").innerHTML;
  if (offered(html) !== offered(shown.get("controls"))) refill("controls", next);
  shown.set("controls", html);
  for (const chosenThere of next.querySelectorAll("#controls input:checked, #controls select")) {
    const here = document.getElementById(chosenThere.id);
    if (here?.type === "radio") here.checked = true;
    else if (here) here.value = chosenThere.value;
  }
}

async function refillStage(next) {
  const html = next.getElementById("stage").innerHTML;
  const framed = next.getElementById("frame");
  if (framed && frame() && !stage.querySelector(".remark")) {
    const shape = framed.parentElement.className;
    const stale = versionOf(frame()) !== next.documentElement.dataset.version;
    if (html !== shown.get("stage") || stale) await replaceFrame(framed.getAttribute("src"), shape, framed.title);
    shown.set("stage", html);
    return;
  }
  refill("stage", next);
  if (frame()) {
    await new Promise((resolve) => frame().addEventListener("load", resolve, { once: true }));
    frame().contentWindow.scrollTo(0, scrolled.get(place()) ?? 0);
    watchScroll(frame());
  } else {
    settle();
  }
}

/** The text where it was left, or at the line that the address names. */
function settle() {
  const meant = stage.querySelector(".meant");
  const text = longText();
  if (meant) text.scrollTop = meant.offsetTop - text.clientHeight / 2;
  else if (text) text.scrollTop = scrolled.get(place()) ?? 0;
  text?.addEventListener("scroll", remember, { passive: true });
}

/** Everything from the server anew. Only the latest of several that overlap is shown. */
async function refresh(address, { announce }) {
  const turn = ++current;
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.statusText);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== current) return;
  await refillStage(next);
  if (turn !== current) return;
  refillControls(next);
  refill("strip", next);
  refill("side", next);
  prepare();
  root.dataset.version = next.documentElement.dataset.version;
  document.title = next.title;
  if (announce) say(next.getElementById("state").dataset.said);
}

/** The files have changed: the letter first, which is what is looked at, and then what is said of it. */
async function follow(version) {
  if (version === root.dataset.version) {
    if (state.textContent === root.dataset.stopped) state.textContent = "";
    if (isBack) await refresh(location.href, { announce: false });
    isBack = true;
    return;
  }
  isBack = true;
  const turn = ++current;
  remember();
  if (frame()) await replaceFrame(frame().src, "", frame().title);
  if (turn === current) await refresh(location.href, { announce: true });
}

function chosen() {
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)).toString();
  history.replaceState(null, "", address);
  refresh(address, { announce: false }).catch(stopped);
}

function prepare() {
  document.getElementById("submit").hidden = true;
}

function stopped() {
  state.textContent = root.dataset.stopped;
}

function listen() {
  source = new EventSource(root.dataset.changes);
  source.addEventListener("message", (event) => {
    clearTimeout(patience);
    follow(event.data).catch(stopped);
  });
  source.addEventListener("error", () => {
    clearTimeout(patience);
    patience = setTimeout(stopped, 1500);
  });
}

form.addEventListener("change", (event) => {
  remember();
  if (event.target.name === "issue") scrolled.clear();
  chosen();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.place");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  remember();
  history.pushState(null, "", link.href);
  refresh(link.href, { announce: false }).then(() => stage.querySelector(".meant")?.focus({ preventScroll: true }), stopped);
});
addEventListener("popstate", () => refresh(location.href, { announce: false }).catch(stopped));
// A browser has six connections to one place: a page that nobody looks at gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) source.close();
  else listen();
});

prepare();
if (frame()) {
  if (frame().contentDocument?.readyState === "complete" && versionOf(frame())) watchScroll(frame());
  else frame().addEventListener("load", () => watchScroll(frame()), { once: true });
} else {
  settle();
}
listen();
