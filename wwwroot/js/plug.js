// At the plug: a short buzz and a tone when something passed or somebody is asked. Browsers allow both only after a first tap.
const key = "plug-muted";
const tones = { pass: [880, 1320], fail: [330, 220], ask: [660, 660] };
const buzzes = { pass: [60], fail: [60, 80, 160], ask: [40, 60, 40] };
let audio = null, tapped = false;

const muted = () => {
  try { return localStorage.getItem(key) === "1"; } catch { return false; }
};

addEventListener("pointerdown", () => {
  tapped = true;
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
  } catch { /* no sound here */ }
});

export const isMuted = muted;

export function mute(on) {
  try { localStorage.setItem(key, on ? "1" : "0"); } catch { /* kept for this page only */ }
}

export function play(kind) {
  if (!tapped || muted()) return;
  try { navigator.vibrate?.(buzzes[kind]); } catch { /* it cannot */ }
  if (audio?.state !== "running") return;
  tones[kind].forEach((frequency, i) => {
    const [start, tone, gain] = [audio.currentTime + i * 0.12, audio.createOscillator(), audio.createGain()];
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0.15, start);
    gain.gain.exponentialRampToValueAtTime(0.001, start + 0.11);
    tone.connect(gain).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.12);
  });
}
