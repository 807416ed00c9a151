"use strict";
const number = (cell) => {
  const found = cell.textContent.replace(/,/g, "").match(/-?\d+(\.\d+)?/);
  return found ? Number(found[0]) : -Infinity;
};
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  if (body.rows.length < 2) continue;
  table.querySelectorAll("thead th").forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    const numeric = heading.classList.contains("number");
    const order = numeric
      ? (a, b) => number(a.cells[column]) - number(b.cells[column])
      : (a, b) => a.cells[column].textContent.localeCompare(b.cells[column].textContent);
    button.addEventListener("click", () => {
      const ascending = heading.ariaSort ? heading.ariaSort === "descending" : !numeric;
      table.querySelectorAll("thead th").forEach((each) => each.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const rows = [...body.rows].sort(order);
      body.append(...(ascending ? rows : rows.reverse()));
    });
  });
}
