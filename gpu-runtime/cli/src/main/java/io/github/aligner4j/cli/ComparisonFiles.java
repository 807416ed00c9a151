// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.page.ComparisonPages;
import io.github.aligner4j.evaluation.page.ReportFigure;
import io.github.aligner4j.evaluation.plot.PngUnavailableException;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a comparison for people: {@code report.html}, {@code report.md} and {@code figures/*.svg} and {@code *.png}. */
final class ComparisonFiles {

    private static final String FIGURES = "figures";
    private static final String HEADLESS = "java.awt.headless";

    private ComparisonFiles() {}

    /**
     * Writes all files into {@code folder}.
     *
     * @param maxRows the number of rows in the page, 0 to keep questions and answers out of it
     * @param err gets a line if this Java can't draw PNG images; all other files are written
     */
    static void write(Path folder, ComparisonData data, ComparisonReport report, int maxRows, PrintWriter err)
            throws IOException {
        WholeFile.writePrivate(folder.resolve("report.html"), ComparisonPages.html(data, report, maxRows));
        WholeFile.writePrivate(folder.resolve("report.md"), ComparisonPages.markdown(data, report, FIGURES));
        writeFigures(folder.resolve(FIGURES), ComparisonPages.figures(data, report), err);
    }

    /** Writes {@code figures} into {@code folder}, which is created. */
    static void writeFigures(Path folder, List<ReportFigure> figures, PrintWriter err) throws IOException {
        Files.createDirectories(folder);
        for (ReportFigure figure : figures) {
            WholeFile.write(
                    folder.resolve(figure.name() + ".svg"), figure.scene().svg());
        }
        if (System.getProperty(HEADLESS) == null) {
            System.setProperty(HEADLESS, "true"); // a command draws on no screen, and must not ask for one
        }
        try {
            for (ReportFigure figure : figures) {
                byte[] png = figure.scene().png();
                Files.write(folder.resolve(figure.name() + ".png"), png);
            }
        } catch (PngUnavailableException e) {
            err.println("aligner: " + e.getMessage());
        }
    }
}
