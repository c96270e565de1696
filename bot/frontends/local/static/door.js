// Hands over what an address holds behind its #: a one-time link, or what Telegram signed for its Mini App.
(() => {
  const form = document.querySelector("form[data-from-hash]");
  const kind = form ? form.dataset.fromHash : "";
  const hash = location.hash.slice(1);
  const held = kind === "data" ? new URLSearchParams(hash).get("tgWebAppData") : hash;

  // Telegram shows its own "loading" until the page says that it is there.
  const tell = (type) => {
    if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(type, "{}");
    else if (window.external && "notify" in window.external) window.external.notify(JSON.stringify({ eventType: type, eventData: {} }));
    else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType: type, eventData: {} }), "https://web.telegram.org");
  };
  if (location.pathname === "/miniapp") {
    tell("web_app_ready");
    tell("web_app_expand");
  }
  if (!form) return;
  if (!held) {
    form.querySelector(".waiting").hidden = true;
    form.querySelector(".missing-hash").hidden = false;
    return;
  }
  history.replaceState(null, "", location.pathname); // not in the history of the browser
  form.elements[kind].value = held;
  form.submit();
})();
