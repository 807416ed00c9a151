/**
 * Plots as SVG, drawn without a library. Begin with {@link io.github.aligner4j.evaluation.plot.SvgPlot}.
 */
@NullMarked
package io.github.aligner4j.evaluation.plot;

import org.jspecify.annotations.NullMarked;
