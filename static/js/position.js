/* <form data-position>: asks the browser where the person is once they press its button, and posts that. The browser asks them
   too; without an answer nothing is sent. Rounded here already, so that nothing more exact leaves the device. */
(function () {
  'use strict';
  function rounded(degrees) { return (Math.round(degrees * 1000) / 1000).toFixed(3); }
  document.querySelectorAll('form[data-position]').forEach(function (form) {
    if (!navigator.geolocation) { form.hidden = true; return; }
    form.addEventListener('submit', function (event) {
      if (form.elements.latitude.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      navigator.geolocation.getCurrentPosition(function (found) {
        form.elements.latitude.value = rounded(found.coords.latitude);
        form.elements.longitude.value = rounded(found.coords.longitude);
        window.look.free(form);
        form.requestSubmit();
      }, function () { window.look.free(form); window.look.toast(form.dataset.refused, 'bad'); }, { maximumAge: 60000, timeout: 15000 });
    }, true);
  });
}());
