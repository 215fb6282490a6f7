/* Automatic sign-out after data-idle-minutes without a key or a click in any tab, with a warning one minute before. Work in a
   page without requests (a long text) keeps the session alive on the server too. */
(function () {
  'use strict';
  var body = document.body;
  var minutes = parseFloat(body.dataset.idleMinutes);
  if (!minutes) return;
  var limit = minutes * 60000, warnAt = Math.max(limit - 60000, limit / 2), pingEvery = Math.min(limit / 3, 5 * 60000);
  var dialog = document.getElementById('idle'), left = dialog.querySelector('[data-idle-left]');
  var KEY = 'active-at', lastPing = Date.now(), gone = false;

  function last() { return parseInt(localStorage.getItem(KEY), 10) || 0; }
  function touch() { localStorage.setItem(KEY, String(Date.now())); }
  function ping() {
    lastPing = Date.now();
    return fetch(body.dataset.keepaliveUrl, { method: 'POST', headers: { 'X-CSRFToken': window.look.token() }, redirect: 'manual' })
      .then(function (answer) { if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) leave(); })
      .catch(function () { /* no network: tried again at the next activity */ });
  }
  function act(event) {
    if (dialog.open || gone) return;                       // the warning wants an answer, not a mouse that moves
    if (event && event.isTrusted === false) return;
    var now = Date.now();
    if (now - last() > 5000) touch();
    if (body.dataset.keepaliveUrl && now - lastPing > pingEvery) ping();
  }
  function leave() {
    if (gone) return;
    gone = true;
    if (window.lookDrafts) window.lookDrafts.saveAll();
    var form = document.createElement('form');
    form.method = 'post';
    form.action = body.dataset.logoutUrl;
    var back = body.dataset.loginUrl + '?expired=1&next=' + encodeURIComponent(location.pathname + location.search);
    [['csrfmiddlewaretoken', window.look.token()], ['next', back]].forEach(function (pair) {
      var field = document.createElement('input');
      field.type = 'hidden'; field.name = pair[0]; field.value = pair[1];
      form.append(field);
    });
    body.append(form);
    form.submit();
  }
  function stay() { touch(); if (dialog.open) dialog.close(); if (body.dataset.keepaliveUrl) ping(); }

  touch();
  ['keydown', 'pointerdown', 'wheel', 'touchstart', 'input'].forEach(function (kind) { document.addEventListener(kind, act, { passive: true, capture: true }); });
  dialog.setAttribute('data-firm', '');
  dialog.addEventListener('cancel', function (event) { event.preventDefault(); stay(); });
  dialog.querySelector('[data-idle-stay]').addEventListener('click', stay);
  dialog.querySelector('[data-idle-leave]').addEventListener('click', leave);
  var shownAt = 0;
  setInterval(function () {
    var quiet = Date.now() - last();
    if (quiet >= limit) { leave(); return; }
    if (quiet >= warnAt) {
      var seconds = Math.max(0, Math.ceil((limit - quiet) / 1000));
      left.textContent = seconds;
      if (!dialog.open) { dialog.showModal(); shownAt = 0; if (window.lookDrafts) window.lookDrafts.saveAll(); }
      if (Math.abs(shownAt - seconds) >= 20) { shownAt = seconds; window.look.say(dialog.querySelector('#idle-text').textContent); }
    } else if (dialog.open) dialog.close();               // somebody answered in another tab
  }, 1000);
})();
