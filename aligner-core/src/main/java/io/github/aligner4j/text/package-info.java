/** Texts: differences, sentences, grapheme clusters, broken characters and structure. Depends on no other package of ours. */
@NullMarked
package io.github.aligner4j.text;

import org.jspecify.annotations.NullMarked;
