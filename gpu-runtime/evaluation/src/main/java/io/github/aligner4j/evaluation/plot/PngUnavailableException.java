// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

/** Thrown when a PNG image can't be drawn, because this Java has no fonts, no screen to connect to, or no module {@code java.desktop}. */
public final class PngUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for a failure of the JDK. */
    PngUnavailableException(Throwable cause) {
        super(
                "PNG images can't be drawn, since this Java can't load fonts or graphics (" + cause
                        + "); install fontconfig and a"
                        + " font, such as the packages fontconfig and fonts-dejavu-core, start Java with"
                        + " -Djava.awt.headless=true if there is no screen, or use the SVG files, which need neither",
                cause);
    }
}
