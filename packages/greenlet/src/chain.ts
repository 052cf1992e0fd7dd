// A ring of links whose links are the listed things themselves: whoever leaves does so at once, from wherever it stands,
// and leaves nothing behind. Those who wait stand in one, and so do all greenlets of a hub. The chain itself closes the ring,
// so that nobody in it is ever without neighbours.

export interface Link {
  /** Its neighbours; null while it is in no chain. Only chains set them. */
  previous: Link | null;
  following: Link | null;
}

/** First in, first out. */
export class Chain<L extends Link> implements Link, Iterable<L> {
  previous: Link = this;
  following: Link = this;

  get isEmpty(): boolean {
    return this.following === this;
  }

  push(link: L): void {
    const last = this.previous;
    link.previous = last;
    link.following = this;
    last.following = link;
    this.previous = link;
  }

  /** Takes out the first. */
  shift(): L | null {
    if (this.isEmpty) return null;
    const first = this.following as L;
    leave(first);
    return first;
  }

  *[Symbol.iterator](): Iterator<L> {
    for (let link = this.following; link !== this; link = link.following!) yield link as L;
  }
}

/** Takes a link out of its chain, if it is in one. */
export function leave(link: Link): void {
  const { previous, following } = link;
  if (previous === null || following === null) return;
  previous.following = following;
  following.previous = previous;
  link.previous = null;
  link.following = null;
}
