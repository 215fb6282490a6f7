/* The drawer: what a row of a list offers (a[data-drawer]) is done beside the list. After saving the list is brought up to date,
   the row that follows is selected, and with "Save and next" it opens at once. Without this script the links lead to the pages. */
(function () {
  'use strict';
  var dialog = document.getElementById('drawer'), inside = document.getElementById('drawer-body');
  if (!dialog || !window.HTMLDialogElement) return;
  var AT_ONCE = 'innerHTML settle:0ms';                      // a field that is seen listens: htmx hands the focus on before it settles
  var row = null, address = '', then = 'return';
  var phone = window.matchMedia('(max-width: 767.98px)');

  function openIn(link) {
    row = link.closest('[data-row]');
    if (row && window.lookList) window.lookList.select(row, false);
    address = link.getAttribute('href');
    dialog.querySelector('[data-drawer-page]').href = address;
    window.htmx.ajax('GET', address, { target: '#drawer-body', swap: AT_ONCE });
  }
  function shut() { if (dialog.open) dialog.close(); }
  function focusInside() {
    if (window.lookForms && window.lookForms.toError(inside)) return;
    var fields = Array.prototype.slice.call(inside.querySelectorAll('textarea, select, input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file])'));
    var empty = fields.filter(function (field) { return !field.value && !field.disabled; })[0];
    var first = inside.querySelector('[autofocus]') || empty || fields[0] || inside.querySelector('a, button');
    if (!first) return;
    first.focus({ preventScroll: true });
    var judged = inside.querySelector('#judge');
    if (judged) { judged.scrollIntoView({ block: 'nearest' }); first.scrollIntoView({ block: 'nearest' }); }
  }

  document.addEventListener('click', function (event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !event.target.closest) return;
    var link = event.target.closest('a[data-drawer]');
    if (link && window.htmx) { event.preventDefault(); openIn(link); return; }
    if (dialog.contains(event.target) ? event.target.closest('[data-cancel]') : dialog.open && phone.matches && !event.target.closest('.toasts')) { event.preventDefault(); shut(); }
  });
  dialog.addEventListener('close', function () {
    if (window.lookDrafts) window.lookDrafts.saveAll();      // what was typed a moment ago too
    inside.replaceChildren();
    document.body.classList.remove('has-drawer');
    if (row && row.isConnected && window.lookList) window.lookList.select(row, true);
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && dialog.open && !event.defaultPrevented && !document.querySelector('dialog.box[open]') && !event.target.closest('.ts-wrapper.dropdown-active')) { event.preventDefault(); shut(); }
  });

  /* A form in here is sent from here, and its answer shown here. */
  document.addEventListener('htmx:afterSwap', function (event) {
    if (event.detail.target !== inside) return;
    inside.querySelectorAll('form[method=post]:not([hx-post])').forEach(function (form) {
      var to = form.getAttribute('action') || address;
      form.setAttribute('action', to);
      form.setAttribute('hx-post', to);
      form.setAttribute('hx-target', '#drawer-body');
      form.setAttribute('hx-swap', AT_ONCE);
      form.setAttribute('hx-disinherit', '*');               // what judges as one types has its own place
    });
  });
  // It opens, and takes the focus, only once all in it listens: what is typed sooner would be neither judged nor kept as a draft.
  // What was saved settles too, perhaps after the list was there anew and the drawer shut: empty, it stays shut.
  document.addEventListener('htmx:afterSettle', function (event) {
    if (event.detail.target !== inside || !inside.firstElementChild) return;
    if (!dialog.open) dialog.show();
    document.body.classList.add('has-drawer');
    inside.scrollTop = 0;
    focusInside();
  });
  document.addEventListener('submit', function (event) {
    if (!dialog.contains(event.target)) return;
    var button = event.submitter;
    then = button && button.name === 'then' ? button.value : event.target.dataset.then || 'return';
  }, true);
  // A page that does not open here (gone, forbidden) opens in the window, which says why.
  document.addEventListener('htmx:responseError', function (event) {
    if (event.detail.target === inside && event.detail.requestConfig.verb === 'get') location.assign(address);
  });

  document.addEventListener('drawer-saved', function (event) {
    var after = event.detail.refused ? 'return' : then;
    advance(function (next) {
      var link = after === 'next' && next && next.querySelector('a[data-drawer][data-act]');
      row = next;
      if (link) openIn(link); else shut();
    });
  });

  /* The list anew, and the row that came after the one just done. */
  function advance(done) {
    var lists = window.lookList, all = lists.rows(), at = all.indexOf(row);
    var after = at < 0 ? [] : all.slice(at + 1).map(function (one) { return one.id; });
    var before = at < 0 ? [] : all.slice(0, at).map(function (one) { return one.id; }).reverse();
    var list = row && row.closest('[data-list-url]');
    function choose() {
      var next = after.concat(before).map(function (id) { return id && document.getElementById(id); }).filter(Boolean)[0] || null;
      lists.select(next, !dialog.open);
      done(next);
    }
    if (!list) { if (row) row.classList.add('is-done'); choose(); return; }
    window.htmx.ajax('GET', list.dataset.listUrl, { target: list, swap: 'innerHTML settle:0ms' }).then(choose);
  }
})();
