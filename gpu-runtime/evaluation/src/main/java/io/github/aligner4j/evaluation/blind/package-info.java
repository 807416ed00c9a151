/**
 * Sheets on which people compare answers without knowing whose they are. Start with {@link
 * io.github.aligner4j.evaluation.blind.BlindSheet}.
 */
@NullMarked
package io.github.aligner4j.evaluation.blind;

import org.jspecify.annotations.NullMarked;
