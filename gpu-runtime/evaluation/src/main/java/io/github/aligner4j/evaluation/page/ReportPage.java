// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import java.util.List;
import java.util.Optional;

/**
 * A report for people.
 *
 * @param title the title
 * @param facts the most important numbers, each as a sentence or some lines of sentences
 * @param warnings the facts that a reader must know before trusting the numbers, each as a sentence
 * @param parts tables and figures, in order; tables without rows are left out
 * @param exampleTitle the title of the examples
 * @param examples the examples
 * @param rows the rows to browse; only in a page
 */
public record ReportPage(
        String title,
        List<String> facts,
        List<String> warnings,
        List<ReportPart> parts,
        String exampleTitle,
        List<ReportExample> examples,
        Optional<ReportRows> rows) {

    /** Copies the lists. */
    public ReportPage {
        facts = List.copyOf(facts);
        warnings = List.copyOf(warnings);
        parts = parts.stream()
                .filter(part ->
                        !(part instanceof ReportTable table && table.rows().isEmpty()))
                .toList();
        examples = List.copyOf(examples);
    }

    /** Creates a report without warnings, figures and rows. */
    public ReportPage(
            String title,
            List<String> facts,
            List<ReportTable> tables,
            String exampleTitle,
            List<ReportExample> examples) {
        this(title, facts, List.of(), List.copyOf(tables), exampleTitle, examples, Optional.empty());
    }

    /** Returns the report as a page that loads nothing, with all texts inert. */
    public String html() {
        return new HtmlPage(this).text();
    }

    /** Returns the report for a terminal: Markdown tables, and differences as {@code [-deleted-]} and {@code {+inserted+}}. */
    public String text() {
        return TextPage.terminal(this);
    }

    /**
     * Returns the report as Markdown with all texts inert.
     *
     * @param figures the path of the folder that the figures are in, such as {@code figures}
     */
    public String markdown(String figures) {
        return TextPage.markdown(this, figures);
    }
}
