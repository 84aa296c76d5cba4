/* Keys for reviewing reports; the page does without them. */
