// A form that is on its way is not sent again, and the first thing that is wrong gets the focus.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = 'yes';
    form.setAttribute('aria-busy', 'true');
  });
}
// Back from the next page: it may be sent again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-once]')) {
    delete form.dataset.sent;
    form.removeAttribute('aria-busy');
  }
});
document.getElementById('problems')?.focus();
