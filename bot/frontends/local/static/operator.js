// Keeps what happens now up to date, while somebody looks.
(() => {
  const part = document.querySelector("[data-live]");
  if (!part) return;
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(part.dataset.live).catch(() => null);
    if (answer && answer.ok) part.innerHTML = await answer.text();
    else if (answer && answer.status === 401) location.reload();
  };
  setInterval(look, 3000);
})();
