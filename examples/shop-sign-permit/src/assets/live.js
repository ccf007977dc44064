// Keeps the clerk's list up to date: the server says that something changed, the list is fetched anew.
const live = document.querySelector('[data-live]');
const list = live.querySelector('[data-live-list]');
const state = live.querySelector('[data-live-state]');
let waiting = 0;

async function refresh() {
  const answer = await fetch(location.href, { headers: { 'x-fragment': 'list' } });
  if (!answer.ok) return;
  const before = list.querySelectorAll('.list li').length;
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
  list.replaceChildren(...parsed.body.childNodes);
  if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  const difference = list.querySelectorAll('.list li').length - before;
  state.textContent = difference > 0 ? `列表已更新，新增 ${difference} 条` : '列表已更新';
}

const events = new EventSource(live.dataset.live);
events.addEventListener('open', () => {
  state.textContent = '实时更新已连接';
});
events.addEventListener('error', () => {
  state.textContent = '连接已断开，正在重连…';
});
events.addEventListener('changed', () => {
  // Many changes at once are one refresh.
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 150);
});
