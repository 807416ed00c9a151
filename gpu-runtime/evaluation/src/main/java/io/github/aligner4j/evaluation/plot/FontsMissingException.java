package io.github.aligner4j.evaluation.plot;

/** Thrown when a PNG image can't be drawn, because this Java has no fonts or no module {@code java.desktop}. */
public final class FontsMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for a failure of the JDK. */
    FontsMissingException(Throwable cause) {
        super(
                "PNG images need fonts, and this Java can't load any (" + cause + "); install fontconfig and a font, such as the"
                        + " packages fontconfig and fonts-dejavu-core, or use the SVG files, which need none",
                cause);
    }
}
