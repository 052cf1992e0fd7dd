/** What a drawing consists of: markup, and the height that it takes (px). */
export interface Drawing {
  readonly height: number;
  readonly content: string;
}
