// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.plot.Scene;

/**
 * A picture of a report.
 *
 * @param name the name of its files without their ending: small Latin letters, digits and hyphens
 * @param title the heading; empty if it belongs to the part before it
 * @param caption the explanation
 * @param scene the picture
 */
public record ReportFigure(String name, String title, String caption, Scene scene) implements ReportPart {

    /** Checks the name, which becomes part of a path. */
    public ReportFigure {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "the name of a figure must consist of words of small Latin letters and digits with"
                            + " hyphens between them, but was '" + name + "'");
        }
    }
}
