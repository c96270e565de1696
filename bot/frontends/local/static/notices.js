// The browser tells when a long job is done while nobody looks at the page; only where the person has asked for it.
const KEY = "notices";
const LONG_SECONDS = 15;
const begun = new Map(); // job -> when its status was first seen

export const allowed = () =>
  "Notification" in window && Notification.permission === "granted" && localStorage.getItem(KEY) === "on";

export async function offer(on) {
  if (on && Notification.permission === "default") await Notification.requestPermission();
  localStorage.setItem(KEY, on && Notification.permission === "granted" ? "on" : "");
}

// `shown`: { message, kind, text }. A job's status message becomes its result: then it is told.
export function heard(shown) {
  if (shown.kind === "progress") {
    if (!begun.has(shown.message)) begun.set(shown.message, Date.now());
    return;
  }
  const since = begun.get(shown.message);
  begun.delete(shown.message);
  if (since === undefined || Date.now() - since < 1000 * LONG_SECONDS || !document.hidden || !allowed()) return;
  const notice = new Notification(document.title, { body: shown.text, icon: "/look/icon.svg", tag: shown.message });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
}
