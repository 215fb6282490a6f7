/* <canvas data-chart="id of a json_script"> : {"type": "bar" | "stacked" | "line", "labels": [...], "series": [{"label", "values",
   "tone"?}], "unit"?, "across"?: true}. Colours are the theme's and follow it. Loaded by app.js only where a page has a chart. */
(function () {
  'use strict';
  var charts = [];
  var TONES = { ok: '--ok', warn: '--warn', bad: '--bad', info: '--info', plum: '--plum', quiet: '--line-strong' };
  function css(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  /* A label beside its bar, as much of it as fits; the whole stands in the tooltip and in the table behind the chart. */
  function fitted(chart, text, font) {
    var letters = Array.from(String(text)), room = chart.width * .42 - 16, whole = letters.length;
    var said = function () { return letters.join('') + (letters.length < whole ? '…' : ''); };
    chart.ctx.save();
    chart.ctx.font = font.size + 'px ' + font.family;
    while (letters.length > 1 && chart.ctx.measureText(said()).width > room) letters.pop();
    chart.ctx.restore();
    return said();
  }
  function build(canvas) {
    var data = JSON.parse(canvas.dataset.json || document.getElementById(canvas.dataset.chart).textContent);
    var plain = 0, line = data.type === 'line', stacked = data.type === 'stacked', unit = data.unit ? ' ' + data.unit : '';
    var ink = css('--ink-2'), grid = css('--line');
    var font = { family: css('--font'), size: 12 };
    var number = new Intl.NumberFormat(document.documentElement.lang);
    var axis = function (value) {
      return { stacked: stacked, beginAtZero: true, grid: { color: value ? grid : 'transparent', drawTicks: false }, border: { display: false },
        ticks: { color: css('--ink-3'), font: font, padding: 8, precision: 0, maxRotation: 0, autoSkipPadding: 12, callback: value ? function (tick) { return number.format(tick); } : undefined } };
    };
    var x = axis(!!data.across), y = axis(!data.across);
    if (!data.across) delete x.ticks.callback;
    else y.ticks.callback = function (tick) { return fitted(this.chart, this.getLabelForValue(tick), font); };
    if (data.across && data.labels.length <= 16) y.ticks.autoSkip = false;
    return new window.Chart(canvas, {
      type: line ? 'line' : 'bar',
      data: {
        labels: data.labels,
        datasets: data.series.map(function (series) {
          var colour = css(TONES[series.tone] || '--chart-' + (plain++ % 6 + 1));
          return { label: series.label, data: series.values, backgroundColor: colour, borderColor: colour, borderWidth: line ? 2 : 0, borderRadius: stacked ? 2 : 4,
            borderDash: series.dashed ? [5, 4] : undefined, maxBarThickness: 30, categoryPercentage: .7, barPercentage: .85, tension: .3, pointRadius: line ? 0 : undefined, pointHoverRadius: 4, pointHitRadius: 12 };
        })
      },
      options: {
        indexAxis: data.across ? 'y' : 'x',
        responsive: true, maintainAspectRatio: false, animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? false : { duration: 350 },
        interaction: { mode: 'index', intersect: false, axis: data.across ? 'y' : 'x' },
        scales: { x: x, y: y },
        plugins: {
          legend: { display: data.series.length > 1, align: 'start', position: 'top', labels: { color: ink, font: font, boxWidth: 10, boxHeight: 10, useBorderRadius: true, borderRadius: 3, padding: 14 } },
          tooltip: { backgroundColor: css('--ink'), titleColor: css('--bg'), bodyColor: css('--bg'), padding: 10, cornerRadius: 8, titleFont: font, bodyFont: font, boxPadding: 4,
            callbacks: { label: function (item) { return ' ' + item.dataset.label + ': ' + number.format(data.across ? item.parsed.x : item.parsed.y) + unit; } } }
        }
      }
    });
  }
  window.lookChart = function (canvas) {
    if (canvas.dataset.drawn) return;
    canvas.dataset.drawn = '1';
    charts.push([canvas, build(canvas)]);
  };
  document.addEventListener('theme', function () {
    charts = charts.filter(function (pair) { return document.contains(pair[0]); });
    charts.forEach(function (pair) { pair[1].destroy(); pair[1] = build(pair[0]); });
  });
})();
