/* Tabs that do not fit their row stand in a visible "More". Without this script the row scrolls. */
(function () {
  'use strict';
  var label = document.body.dataset.sayMore || '…';
  function build(list) {
    var more = document.createElement('li');
    more.className = 'tabs-more dropdown';
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'tab-more';
    button.dataset.bsToggle = 'dropdown';
    button.setAttribute('aria-expanded', 'false');
    button.append(label, document.createElement('i'));
    button.lastChild.className = 'bi bi-chevron-down';
    button.lastChild.setAttribute('aria-hidden', 'true');
    var menu = document.createElement('ul');
    menu.className = 'dropdown-menu dropdown-menu-end';
    more.append(button, menu);
    return more;
  }
  function fit(list) {
    var tabs = list.tabs || (list.tabs = Array.prototype.slice.call(list.children));
    var more = list.more || (list.more = build(list));
    more.remove();
    tabs.forEach(function (tab) { list.append(tab); });
    list.classList.add('is-fitted');
    if (list.scrollWidth <= list.clientWidth) return;
    list.append(more);
    // The tab one is on stays; the others leave from the end.
    tabs.slice().reverse().forEach(function (tab) {
      if (list.scrollWidth > list.clientWidth && !tab.querySelector('[aria-current]')) more.lastChild.prepend(tab);
    });
  }
  function all() { document.querySelectorAll('.subtabs, .saved-tabs > ul').forEach(fit); }
  all();
  var timer;
  window.addEventListener('resize', function () { clearTimeout(timer); timer = setTimeout(all, 120); });
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(all);
})();
