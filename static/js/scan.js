/* [data-scan-form]: the camera reads the label of a paper folder into the field [data-scan-into] and sends the form. Typing the number
   does the same; without this script, or without a camera, the field stands there alone. */
(function () {
  'use strict';
  var EVERY = 200; // milliseconds between two pictures that are read
  function start(form) {
    var box = form.querySelector('[data-scanner]'), field = form.querySelector('[data-scan-into]');
    if (!box || !field || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
    var video = box.querySelector('video'), begin = box.querySelector('[data-scan-start]');
    var end = box.querySelector('[data-scan-stop]'), failed = box.querySelector('[data-scan-failed]');
    var canvas = document.createElement('canvas'), stream = null, timer = 0;
    box.hidden = false;
    function stop() {
      window.clearInterval(timer);
      if (stream) stream.getTracks().forEach(function (track) { track.stop(); });
      stream = null;
      video.hidden = end.hidden = true;
      begin.hidden = false;
    }
    function refuse() {
      stop();
      failed.hidden = false;
      field.focus();
    }
    function read() {
      if (!stream || !video.videoWidth) return;
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      var paper = canvas.getContext('2d', { willReadFrequently: true });
      paper.drawImage(video, 0, 0);
      var seen = paper.getImageData(0, 0, canvas.width, canvas.height);
      var found = window.jsQR(seen.data, seen.width, seen.height);
      if (!found || !found.data) return;
      stop();
      field.value = found.data;
      if (navigator.vibrate) navigator.vibrate(80);
      form.requestSubmit();
    }
    function watch() {
      navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(function (opened) {
        stream = opened;
        video.srcObject = opened;
        video.hidden = end.hidden = false;
        begin.hidden = true;
        timer = window.setInterval(read, EVERY);
        return video.play();
      }).catch(refuse);
    }
    begin.addEventListener('click', function () {
      failed.hidden = true;
      if (window.jsQR) return watch();
      var script = document.createElement('script');
      script.src = box.dataset.scanner;
      script.onload = watch;
      script.onerror = refuse;
      document.head.appendChild(script);
    });
    end.addEventListener('click', stop);
    window.addEventListener('pagehide', stop);
  }
  document.querySelectorAll('[data-scan-form]').forEach(start);
})();
