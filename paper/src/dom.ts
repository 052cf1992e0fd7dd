// The few questions that the conversion asks of an HTML tree.

import type { DefaultTreeAdapterTypes } from 'parse5';

export type Element = DefaultTreeAdapterTypes.Element;
export type Comment = DefaultTreeAdapterTypes.CommentNode;

export type Node = DefaultTreeAdapterTypes.ChildNode;

export const isElement = (node: Node): node is Element => 'tagName' in node;

export const isText = (node: Node): node is DefaultTreeAdapterTypes.TextNode => node.nodeName === '#text';

export const isComment = (node: Node): node is Comment => node.nodeName === '#comment';

/** Whether a node shows nothing: a comment, or the line breaks between blocks. */
export const isBlank = (node: Node): boolean => isComment(node) || (isText(node) && node.value.trim() === '');

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

/** All text below a node, unchanged. */
export function textOf(node: Node): string {
  if (isText(node)) return node.value;
  return isElement(node) ? node.childNodes.map(textOf).join('') : '';
}

/** The child elements with one of these names, or all of them. */
export function childElements(element: Element, ...names: string[]): Element[] {
  const elements = element.childNodes.filter(isElement);
  return names.length === 0 ? elements : elements.filter(({ tagName }) => names.includes(tagName));
}

/** Every element below (and including) these nodes for which `wanted` holds, in document order. */
export function findElements(nodes: readonly Node[], wanted: (element: Element) => boolean): Element[] {
  return nodes
    .filter(isElement)
    .flatMap((node) => [...(wanted(node) ? [node] : []), ...findElements(node.childNodes, wanted)]);
}
