// One question under way at most, and one wish behind it: the latest.

const LOST_AFTER = 15000;
const SLOW_AFTER = 1500;

class Asking {
  /** `send` sends a message to Python; `waiting` hears whether an answer is `slow`, `lost`, or not. */
  constructor(send, waiting) {
    Object.assign(this, { send, waiting, number: 0, underWay: 0, wish: null, after: null, timers: [] });
    this.client = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16)).join("");
  }

  /**
   * Ask for these values once Python is free: the latest win. `more` stays until it is sent:
   * `press`, a button's name, and `before`, values that the room had come to rest at. A button
   * keeps the values that it was pressed on; what is moved after it is asked for after it.
   */
  want(values, more = {}) {
    const name = this.wish?.press ? "after" : "wish";
    this[name] = { ...this[name], ...more, values };
    this.go();
  }

  get isIdle() {
    return !this.underWay && !this.wish && !this.after;
  }

  get isPressing() {
    return Boolean(this.wish?.press ?? this.pressed);
  }

  go() {
    if (!this.wish || this.underWay) return;
    const wish = this.wish;
    Object.assign(this, { wish: this.after, after: null, underWay: (this.number += 1), pressed: wish.press });
    const lost = () => this.lose();
    this.timers = [setTimeout(() => this.waiting("slow"), SLOW_AFTER), setTimeout(lost, LOST_AFTER)];
    try {
      this.send({ client: this.client, number: this.number, ...wish });
    } catch {
      this.lose(); // there is no kernel to send to
    }
  }

  /** No answer came: nothing is asked again by itself, the next wish tries anew. */
  lose() {
    this.end();
    Object.assign(this, { underWay: 0, wish: null, after: null, pressed: undefined });
    this.waiting("lost");
  }

  /** A frame came: was it the answer? An answer to an earlier question leaves the later one open. */
  hear(receipt) {
    if (receipt?.client === this.client && receipt.number === this.underWay) this.free();
  }

  free() {
    this.end();
    this.underWay = 0;
    this.pressed = undefined;
    this.waiting("");
    this.go();
  }

  end() {
    this.timers.forEach(clearTimeout);
  }
}
