/* Runs before the first paint: "auto" follows the system. The server has already set light or dark from the cookie. */
(function () {
  'use strict';
  var root = document.documentElement;
  var system = window.matchMedia('(prefers-color-scheme: dark)');
  function apply() {
    var wish = root.dataset.theme;
    var dark = wish === 'dark' || (wish !== 'light' && system.matches);
    root.dataset.bsTheme = dark ? 'dark' : 'light';
    var meta = document.querySelector('meta[name="theme-color"]');
    if (meta) meta.content = dark ? '#121419' : '#ffffff';
    document.dispatchEvent(new CustomEvent('theme'));
  }
  system.addEventListener('change', apply);
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-set-theme]');
    if (!button) return;
    root.dataset.theme = button.dataset.setTheme;
    document.cookie = 'theme=' + button.dataset.setTheme + ';path=/;max-age=31536000;samesite=lax' + (location.protocol === 'https:' ? ';secure' : '');
    document.querySelectorAll('[data-set-theme]').forEach(function (other) { other.setAttribute('aria-pressed', String(other === button)); });
    apply();
  });
  apply();
})();
