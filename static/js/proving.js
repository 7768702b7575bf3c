// The sum a comment is sent with (comments/proof.py): work for whoever sends thousands.
const encoder = new TextEncoder();

function zeros(digest) {
  let bits = 0;
  for (const byte of digest) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

async function prove(form) {
  const told = `${form.elements.stamp.value}\n${form.elements.text.value}\n`;
  for (let number = 0; ; number++) {
    const sum = await crypto.subtle.digest("SHA-256", encoder.encode(told + number));
    if (zeros(new Uint8Array(sum)) >= form.dataset.proof) return number;
  }
}

// What fails is sent without.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-proof]");
  if (!form || !globalThis.crypto?.subtle) return;
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  prove(form)
    .then((number) => (form.elements.proof.value = number))
    .finally(() => form.submit());
});
