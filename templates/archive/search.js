// Hides what does not fit the words and choices above the list. Without this file the whole list is there to read.
"use strict";
(function () {
  const form = document.getElementById("sok");
  const count = document.getElementById("antal");
  const groups = Array.from(document.querySelectorAll("[data-group]"));
  const plain = (text) => text.toLocaleLowerCase("sv");
  const items = Array.from(document.querySelectorAll("[data-words]")).map((element) => ({
    element,
    words: plain(element.textContent + " " + element.dataset.words),
    topic: element.dataset.topic,
    board: element.dataset.board,
    places: element.dataset.places.split(" "),
  }));

  function fits(item, wanted) {
    return wanted.words.every((word) => item.words.includes(word)) &&
      (!wanted.topic || item.topic === wanted.topic) &&
      (!wanted.board || item.board === wanted.board) &&
      (!wanted.place || item.places.includes(wanted.place));
  }

  function search() {
    const wanted = {
      words: plain(form.elements.ord.value).split(/\s+/).filter(Boolean),
      topic: form.elements.amne.value,
      board: form.elements.namnd.value,
      place: form.elements.kommun.value,
    };
    let found = 0;
    for (const item of items) {
      const shown = fits(item, wanted);
      item.element.hidden = !shown;
      found += shown ? 1 : 0;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("[data-words]:not([hidden])");
    }
    count.textContent = found === 1 ? "1 inslag." : found + " inslag.";
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", search);
  form.addEventListener("reset", () => setTimeout(search));
  search();
})();
