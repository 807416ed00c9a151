/**
 * Text metrics of the field: BLEU, chrF and the edit ratio, equal to sacreBLEU to the last digit.
 */
@NullMarked
package io.github.aligner4j.evaluation.metric;

import org.jspecify.annotations.NullMarked;
