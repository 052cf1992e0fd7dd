// A doubly linked list whose items are their own links, so that an item leaves from any position in constant time and
// without an allocation. The list is a ring closed by the list itself: no neighbour of a listed item is ever null.

export interface Link {
  /** Neighbours; null while in no list. Only lists set them. */
  previous: Link | null;
  following: Link | null;
}

/** First in, first out. */
export class LinkedList<L extends Link> implements Link, Iterable<L> {
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

  /** Removes the first item. */
  shift(): L | null {
    if (this.isEmpty) return null;
    const first = this.following as L;
    unlink(first);
    return first;
  }

  *[Symbol.iterator](): Iterator<L> {
    for (let link = this.following; link !== this; link = link.following!) yield link as L;
  }
}

/** Removes an item from its list, if it is in one. */
export function unlink(link: Link): void {
  const { previous, following } = link;
  if (previous === null || following === null) return;
  previous.following = following;
  following.previous = previous;
  link.previous = null;
  link.following = null;
}
