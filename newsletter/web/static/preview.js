"use strict";

const page = document.documentElement;
const frame = document.querySelector("iframe");
const place = `scroll ${location.search}`;

function scrolled() {
  return frame ? frame.contentWindow : window;
}

async function follow() {
  try {
    const answer = await fetch("version", { cache: "no-store" });
    document.getElementById("state").textContent = "";
    if (answer.ok && (await answer.text()) !== page.dataset.version) {
      sessionStorage.setItem(place, scrolled().scrollY);
      location.reload();
      return;
    }
  } catch {
    document.getElementById("state").textContent = page.dataset.stopped;
  }
  setTimeout(follow, 1000);
}

function restore() {
  const top = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  if (top !== null) scrolled().scrollTo(0, Number(top));
}

if (frame) frame.addEventListener("load", restore);
else restore();

const select = document.querySelector("select");
if (select) {
  document.querySelector(".show").hidden = true;
  select.addEventListener("change", () => select.form.requestSubmit());
}

follow();
