// The time left until a moment, as a clock that runs by itself.
export default {
  template: `<span v-if="finish" class="countdown"><time>{{ text }}</time></span>`,
  props: { finish: Number, words: Object },
  data: () => ({ now: Date.now() / 1000, ticking: null }),
  mounted() {
    this.ticking = setInterval(() => (this.now = Date.now() / 1000), 250);
  },
  beforeUnmount() {
    clearInterval(this.ticking);
  },
  computed: {
    text() {
      const left = Math.ceil(this.finish - this.now);
      if (left <= 0) return this.words.moment;
      const two = (value) => String(value).padStart(2, "0");
      const hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60, seconds = left % 60;
      const clock = hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
      return `${clock} ${this.words.left}`;
    },
  },
};
