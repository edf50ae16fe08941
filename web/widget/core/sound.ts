/** The sound of a new message: a small bell of two tones, made here, so that nothing is loaded for it. */

let audio: AudioContext | undefined;

/** Rings, where the browser lets it: not before the visitor has clicked somewhere. */
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
