/**
 * Plots as SVG and PNG: one description of a picture, a {@link io.github.aligner4j.evaluation.plot.Scene}, and a writer for each
 * format. Begin with {@link io.github.aligner4j.evaluation.plot.SvgPlot} for curves and histograms.
 */
@NullMarked
package io.github.aligner4j.evaluation.plot;

import org.jspecify.annotations.NullMarked;
