/** Small plots as SVG files. Begin with {@link SvgPlot}. */
@NullMarked
package io.github.aligner4j.training.plot;

import org.jspecify.annotations.NullMarked;
