// Keeps a page of the console fresh: asks for its mark, and when it changed fetches the page again and swaps the live part.
(() => {
  "use strict";
  const news = document.getElementById("news");
  let unseen = -1;

  const live = () => document.getElementById("live");
  const tell = (text) => { if (news && news.textContent !== text) news.textContent = text; };
  const every = () => Number(live()?.dataset.every) || 4000;
  // What is finished needs no more looking after.
  const again = () => live()?.dataset.live && setTimeout(look, every());

  async function swap() {
    const reply = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!reply.ok || reply.redirected) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.getElementById("live");
    if (!fresh) return;
    live().replaceWith(document.importNode(fresh, true));
    // Other parts follow only when what they depend on changed, so that words being typed stay.
    for (const old of document.querySelectorAll("[data-swap]")) {
      const other = page.getElementById(old.id);
      if (other && other.dataset.swap !== old.dataset.swap) old.replaceWith(document.importNode(other, true));
    }
    document.title = page.title;
  }

  async function look() {
    const now = live();
    // A recording that plays would break off: wait.
    if (now && [...now.querySelectorAll("audio")].some((sound) => !sound.paused && !sound.ended)) return again();
    // A form in the live part that has the focus is being used: wait.
    if (!now || now.contains(document.activeElement) && document.activeElement.matches("input, textarea, select, button")) return again();
    try {
      const reply = await fetch(now.dataset.live, { headers: { Accept: "application/json" } });
      if (reply.status === 401) return tell("登录已经到期，请重新登录。");
      if (reply.ok) {
        const said = await reply.json();
        if (String(said.mark) !== now.dataset.mark) await swap();
        if (typeof said.unseen === "number") {
          if (unseen >= 0 && said.unseen > unseen) tell(`有新的紧急事项，现在有 ${said.urgent} 件。`);
          unseen = said.unseen;
        }
        if (news?.dataset.lost) { delete news.dataset.lost; tell(""); }
      }
    } catch {
      if (news) news.dataset.lost = "1";
      tell("网络断了，页面上的内容可能不是最新的。");
    }
    again();
  }

  // Where the server tells of changes itself nobody asks; the browser connects again when the line breaks.
  if (live()?.dataset.stream) {
    const events = new EventSource(live().dataset.stream);
    events.onmessage = async (event) => {
      if (news?.dataset.lost) { delete news.dataset.lost; tell(""); }
      const now = live();
      if (event.data === now.dataset.mark || now.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
      const before = document.title;
      await swap();
      if (document.title !== before) tell(`有变化：${document.title}`);
    };
    events.onerror = () => {
      if (news) news.dataset.lost = "1";
      if (events.readyState === EventSource.CLOSED) tell("页面不再更新了，请刷新。");
    };
  }

  if (live()?.dataset.live) again();
})();
