package io.github.aligner4j.evaluation.page;

import java.util.List;

/**
 * A report for people.
 *
 * @param title the title
 * @param facts the most important numbers, each as a sentence
 * @param tables the tables, in order; those without rows are left out
 * @param exampleTitle the title of the examples
 * @param examples the examples
 */
public record ReportPage(
        String title, List<String> facts, List<ReportTable> tables, String exampleTitle, List<ReportExample> examples) {

    /** Copies the lists. */
    public ReportPage {
        facts = List.copyOf(facts);
        tables = tables.stream().filter(table -> !table.rows().isEmpty()).toList();
        examples = List.copyOf(examples);
    }

    /** Returns the report as a page that loads nothing, with all texts inert. */
    public String html() {
        return new HtmlPage(this).text();
    }

    /** Returns the report for a terminal: Markdown tables, and differences as {@code [-deleted-]} and {@code {+inserted+}}. */
    public String text() {
        return TextPage.of(this);
    }
}
