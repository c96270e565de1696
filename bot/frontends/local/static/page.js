// What belongs to the page of the chat: staying at the newest message, saying a command by a click on it.
(() => {
  const root = document.documentElement;
  // A command in a sentence is said by a click on it.
  document.addEventListener("click", (event) => {
    const command = event.target.closest("button.command");
    if (command) window.dispatchEvent(new CustomEvent("talk:say", { detail: command.textContent }));
  });

  // Follow the conversation only while the reader is at its end.
  const watch = (talk) => {
    let following = true, before = 0;
    const end = (behavior) => talk.scrollTo({ top: talk.scrollHeight, behavior });
    // Show what is new, from its top where it is taller than the page; never scroll up for it.
    const follow = () => {
      const newest = [...talk.querySelectorAll(".bubble")].at(-1);
      if (!following || !newest) return;
      const over = Math.max(0, newest.getBoundingClientRect().height + 24 - talk.clientHeight);
      const top = talk.scrollHeight - talk.clientHeight - over;
      if (top > talk.scrollTop) talk.scrollTo({ top, behavior: "instant" });
    };
    talk.addEventListener("scroll", () => {
      const below = talk.scrollHeight - talk.scrollTop - talk.clientHeight;
      if (below < 120) following = true;
      else if (talk.scrollTop < before - 2) following = false; // only a person scrolls up
      before = talk.scrollTop;
      root.classList.toggle("reading-back", below >= 120);
    }, { passive: true });
    const grown = new ResizeObserver(follow);
    for (const part of talk.children) grown.observe(part);
    grown.observe(talk);
    window.addEventListener("talk:end", () => { following = true; before = talk.scrollTop; end("smooth"); });
    if (talk.querySelector(".bubble")) end("instant"); // a newcomer reads from the top
  };
  // The framework says in its own words, over the buttons, that the connection is lost; here it says so in the page's.
  const sayLost = () => {
    const popup = document.getElementById("popup");
    if (!popup) return;
    popup.setAttribute("role", "status");
    popup.replaceChildren(Object.assign(document.createElement("span"), { textContent: root.dataset.lost }));
  };
  // A status message that becomes a result is told by the browser, where the person has asked for that.
  const listen = async (talk) => {
    const { heard } = await import("/look/notices.js");
    const names = new WeakMap();
    let last = 0;
    const look = (bubble) => {
      if (!names.has(bubble)) names.set(bubble, `bubble-${++last}`);
      const kind = bubble.classList.contains("progress") ? "progress" : "result";
      heard({ message: names.get(bubble), kind, text: bubble.querySelector(".text")?.innerText ?? "" });
    };
    new MutationObserver((changes) => {
      for (const { target, addedNodes, type } of changes) {
        if (type === "attributes" && target.matches(".bubble")) setTimeout(() => look(target));
        for (const node of addedNodes) if (node.nodeType === 1 && node.matches(".bubble.progress")) look(node);
      }
    }).observe(talk, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
  };
  const waiting = new MutationObserver(() => {
    const talk = document.getElementById("talk");
    if (!talk) return;
    waiting.disconnect();
    sayLost();
    listen(talk);
    watch(talk);
  });
  waiting.observe(root, { childList: true, subtree: true });
})();
