/* <form data-signature>: the customer draws with finger, pen or mouse; what they drew is posted as a PNG in the form's file field.
   `strokes` keeps the lines, so that a refused form shows them again. Without this script the file field stands there alone. */
(function () {
  'use strict';
  function start(form) {
    var box = form.querySelector('[data-signature-pad]'), canvas = box.querySelector('canvas');
    var file = form.querySelector('input[type="file"]'), strokes = form.querySelector('[name="strokes"]');
    var empty = form.querySelector('[data-signature-empty]');
    if (!window.SignaturePad || !window.DataTransfer) return;
    box.hidden = false;
    form.querySelector('[data-signature-file]').hidden = true;
    var pad = new window.SignaturePad(canvas, { penColor: '#10204a', minWidth: .8, maxWidth: 2.6 });
    function fit() {
      var lines = pad.toData(), ratio = Math.max(window.devicePixelRatio || 1, 1);
      canvas.width = canvas.offsetWidth * ratio;
      canvas.height = canvas.offsetHeight * ratio;
      canvas.getContext('2d').scale(ratio, ratio);
      pad.clear();
      if (lines.length) pad.fromData(lines);
    }
    function keep() {
      strokes.value = pad.isEmpty() ? '' : JSON.stringify(pad.toData());
      empty.hidden = true;
    }
    fit();
    try { if (strokes.value) pad.fromData(JSON.parse(strokes.value)); } catch (error) { strokes.value = ''; }
    window.addEventListener('resize', fit);
    pad.addEventListener('endStroke', keep);
    form.querySelector('[data-signature-clear]').addEventListener('click', function () {
      pad.clear();
      keep();
    });
    // Before the form is sent: app.js locks it then. The Enter key clicks the button, too.
    form.querySelector('button:not([type=button])').addEventListener('click', function (event) {
      if (pad.isEmpty()) {
        event.preventDefault();
        empty.hidden = false;
        canvas.scrollIntoView({ block: 'center' });
        return;
      }
      var raw = window.atob(canvas.toDataURL('image/png').split(',')[1]), bytes = new Uint8Array(raw.length);
      for (var n = 0; n < raw.length; n++) bytes[n] = raw.charCodeAt(n);
      var picked = new DataTransfer();
      picked.items.add(new File([bytes], 'signature.png', { type: 'image/png' }));
      file.files = picked.files;
    });
    canvas.dataset.ready = '';
  }
  document.querySelectorAll('form[data-signature]').forEach(start);
})();
