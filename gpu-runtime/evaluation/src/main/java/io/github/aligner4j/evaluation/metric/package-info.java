/**
 * Text metrics: BLEU and chrF, equal to sacreBLEU's to the last digit, and edit ratios.
 */
@NullMarked
package io.github.aligner4j.evaluation.metric;

import org.jspecify.annotations.NullMarked;
