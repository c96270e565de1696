// Pictures in a grid; one of them can be looked at in full, turned over with the arrow keys and downloaded.
export default {
  template: `
    <div class="album" :class="[small ? 'small' : 'large', 'of-' + (items.length > 4 ? 'more' : items.length)]">
      <figure v-for="(item, index) in items" :key="item.src">
        <div v-if="missing[index]" class="missing">{{ words.gone }}</div>
        <button v-else type="button" class="open" :aria-label="words.enlarge + ': ' + item.alt" @click="open(index)">
          <img :src="item.src" :alt="item.alt" decoding="async" @error="missing[index] = true">
        </button>
        <figcaption v-if="item.caption" v-html="item.caption"></figcaption>
      </figure>
      <Teleport to="body">
        <div v-if="shown !== null" class="lightbox" role="dialog" aria-modal="true" :aria-label="items[shown].alt" @click.self="close">
          <img :src="items[shown].src" :alt="items[shown].alt" @click="turn(1)">
          <button v-if="items.length > 1" type="button" class="turn back" :aria-label="words.previous" @click="turn(-1)"></button>
          <button v-if="items.length > 1" type="button" class="turn on" :aria-label="words.next" @click="turn(1)"></button>
          <div class="under">
            <span v-html="items[shown].caption"></span>
            <span v-if="items.length > 1" class="count">{{ shown + 1 }} / {{ items.length }}</span>
            <a class="button go" :href="items[shown].src + '?name=' + encodeURIComponent(items[shown].name)" download>{{ words.download }}</a>
          </div>
          <button ref="closer" type="button" class="closer" :aria-label="words.close" @click="close"></button>
        </div>
      </Teleport>
    </div>`,
  props: { items: Array, words: Object, small: Boolean },
  data: () => ({ shown: null, missing: {}, before: null }),
  beforeUnmount() {
    window.removeEventListener("keydown", this.key);
  },
  methods: {
    open(index) {
      this.before = document.activeElement;
      this.shown = index;
      window.addEventListener("keydown", this.key);
      this.$nextTick(() => this.$refs.closer.focus());
    },
    close() {
      this.shown = null;
      window.removeEventListener("keydown", this.key);
      this.before?.focus();
    },
    turn(step) {
      if (this.items.length === 1) return this.close();
      this.shown = (this.shown + step + this.items.length) % this.items.length;
    },
    key(event) {
      if (event.key === "Escape") this.close();
      if (event.key === "ArrowRight") this.turn(1);
      if (event.key === "ArrowLeft") this.turn(-1);
    },
  },
};
