/** Finds, downloads and checks models of the Hugging Face hub, and lists the Aligners that exist. */
@NullMarked
package io.github.aligner4j.hub;

import org.jspecify.annotations.NullMarked;
