// Where people sign in: every request that changes something shows the token of the session; one that has ended leads
// to the page that begins another.
(() => {
  const token = () => {
    const all = document.cookie.split("; ").map((each) => each.split("="));
    return (all.find(([name]) => name.replace("__Host-", "") === "portrait_csrf") || [])[1];
  };
  const safe = (method) => ["GET", "HEAD", "OPTIONS"].includes((method || "GET").toUpperCase());
  const ended = (status) => {
    if (status === 401) location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
  };
  const ask = window.fetch;
  window.fetch = async (what, options = {}) => {
    const url = new URL(what instanceof Request ? what.url : what, location.href);
    const shown = token();
    const method = options.method || (what instanceof Request ? what.method : "GET");
    if (!shown || url.origin !== location.origin) return ask(what, options);
    const headers = new Headers(options.headers || (what instanceof Request ? what.headers : {}));
    if (!safe(method)) headers.set("x-csrf-token", shown);
    const answer = await ask(what, { ...options, headers });
    ended(answer.status);
    return answer;
  };
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.guarded = !safe(method) && new URL(url, location.href).origin === location.origin;
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    const shown = token();
    if (this.guarded && shown) this.setRequestHeader("x-csrf-token", shown);
    this.addEventListener("loadend", () => shown && ended(this.status));
    return send.call(this, body);
  };
})();
