/**
 * The sound of a new message: a small bell of two tones, generated so that no file is loaded.
 */

let audio: AudioContext | undefined;

/** Plays the bell. Browsers block sounds before the visitor's first click. */
export function ring(): void {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
    const now = audio.currentTime;
    for (const [tone, start] of [
      [1318.5, 0],
      [1760, 0.11],
    ] as const) {
      const wave = audio.createOscillator();
      const gain = audio.createGain();
      wave.frequency.value = tone;
      gain.gain.setValueAtTime(0.0001, now + start);
      gain.gain.exponentialRampToValueAtTime(0.12, now + start + 0.01);
      gain.gain.exponentialRampToValueAtTime(0.0001, now + start + 0.5);
      wave.connect(gain).connect(audio.destination);
      wave.start(now + start);
      wave.stop(now + start + 0.55);
    }
  } catch {
    // No sound is no harm.
  }
}
