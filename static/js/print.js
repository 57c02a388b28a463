// A page that is made to be printed.
document.addEventListener("click", ({ target }) => { if (target.matches("[data-print]")) print() })
