// Pictures in a grid; one of them can be looked at in full, turned over with the arrow keys and downloaded.
import { view } from "/look/viewer.js";

export default {
  template: `
    <div class="album" :class="[small ? 'small' : 'large', 'of-' + (items.length > 4 ? 'more' : items.length)]">
      <figure v-for="(item, index) in items" :key="item.src">
        <div v-if="missing[index]" class="missing">{{ words.gone }}</div>
        <a v-else-if="unseen[index]" class="file image" :href="item.src + '?name=' + encodeURIComponent(item.name)" download><span>{{ item.name }}</span></a>
        <button v-else type="button" class="open" :class="{ tapped: taps }" :aria-label="(taps ? words['tap-hint'] : words.enlarge) + ': ' + item.alt"
                @click="taps && $event.detail ? mark($event) : open(index)">
          <img :src="again[index] ? item.src + '?again' : item.src" :alt="item.alt" decoding="async" @error="failed(index)">
          <i v-for="(place, number) in taps ? places : []" :key="number" class="place" :style="{ left: place.left + 'px', top: place.top + 'px' }"></i>
        </button>
        <div v-if="taps && !missing[index] && !unseen[index]" class="taps">
          <span>{{ words['tap-hint'] }}</span>
          <button type="button" class="button" :disabled="!places.length" @click="apply">{{ words['tap-apply'] }}</button>
        </div>
        <figcaption v-if="item.caption" v-html="item.caption"></figcaption>
      </figure>
    </div>`,
  props: { items: Array, words: Object, small: Boolean, taps: Boolean },
  data: () => ({ places: [], missing: {}, unseen: {}, again: {} }),
  methods: {
    // A picture may be asked for before it is written down whose it is: once more, then it is gone. One that is there
    // is only of a kind this browser cannot show, as a phone's HEIC is: its name stands for it.
    async failed(index) {
      if (!this.again[index]) {
        setTimeout(() => (this.again[index] = true), 1500);
        return;
      }
      const answer = await fetch(this.items[index].src, { headers: { range: "bytes=0-0" } }).catch(() => null);
      if (answer?.ok) this.unseen[index] = true;
      else this.missing[index] = true;
    },
    // A place that is marked is unmarked by a second click; seven fit into one action.
    mark(event) {
      const frame = event.currentTarget.getBoundingClientRect(), image = event.currentTarget.querySelector("img");
      const box = image.getBoundingClientRect(), ratio = image.naturalWidth / image.naturalHeight || 1;
      // The picture may be fitted into its box with a rim on two sides.
      const width = Math.min(box.width, box.height * ratio), height = width / ratio;
      const x = (event.clientX - box.left - (box.width - width) / 2) / width, y = (event.clientY - box.top - (box.height - height) / 2) / height;
      if (x < 0 || x >= 1 || y < 0 || y >= 1) return;
      const left = event.clientX - frame.left, top = event.clientY - frame.top;
      const near = this.places.findIndex((place) => Math.hypot(place.left - left, place.top - top) < 14);
      if (near >= 0) this.places.splice(near, 1);
      else if (this.places.length < 7) this.places.push({ x, y, left, top });
    },
    apply() {
      const three = (share) => String(Math.min(999, Math.floor(1000 * share))).padStart(3, "0");
      this.$emit("tap", this.places.map((place) => ":" + three(place.x) + three(place.y)).join(""));
      this.places = [];
    },
    open(index) {
      view(this.items, index, this.words);
    },
  },
};
