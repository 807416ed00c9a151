// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a report for a terminal. */
final class TextPage {

    /** Characters that a terminal obeys instead of showing them, and those that change the direction of what follows. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069]");

    private static final Pattern LINES = Pattern.compile("\\s*\\R\\s*|\\t");

    /** Characters that Markdown gives a meaning within a line. */
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[~$|@]");

    /** The width of the shortest rule of a column with numbers. */
    private static final int MIN_WIDTH = 2;

    private final StringBuilder out = new StringBuilder();
    private final boolean markdown;

    private TextPage(boolean markdown) {
        this.markdown = markdown;
    }

    /** Returns the report for a terminal, without figures. */
    static String terminal(ReportPage page) {
        return new TextPage(false).text(page, "");
    }

    /** Returns the report as Markdown, with links to its figures in this folder. */
    static String markdown(ReportPage page, String figures) {
        return new TextPage(true).text(page, figures);
    }

    private String text(ReportPage page, String figures) {
        line("# " + plain(page.title()));
        line("");
        page.facts().forEach(this::fact);
        if (!page.warnings().isEmpty()) {
            line("");
            page.warnings().forEach(warning -> line((markdown ? "> **Warning:** " : "! ") + plain(warning)));
        }
        for (ReportPart part : page.parts()) {
            if (part instanceof ReportTable table) {
                table(table);
            } else if (part instanceof ReportFigure figure && markdown) {
                figure(figure, figures);
            }
        }
        if (!page.examples().isEmpty()) {
            line("");
            line("## " + page.exampleTitle());
            page.examples().forEach(this::example);
        }
        return out.toString();
    }

    /** Writes the sentences of a fact: in a terminal, each on a line. */
    private void fact(String fact) {
        if (markdown) {
            line("- " + plain(fact));
        } else {
            line(fact.lines().map(this::plain).collect(Collectors.joining("\n  ", "- ", "")));
        }
    }

    private void figure(ReportFigure figure, String folder) {
        line("");
        if (!figure.title().isEmpty()) {
            line("## " + plain(figure.title()));
            line("");
        }
        line("![" + plain(figure.scene().title()) + "](" + folder + "/" + figure.name() + ".svg)");
        line("");
        line(plain(figure.caption()));
    }

    private void table(ReportTable table) {
        line("");
        line("## " + plain(table.title()));
        line("");
        if (!table.note().isEmpty()) {
            line(plain(table.note()));
            line("");
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(table.columns().stream().map(this::cell).toList());
        table.rows().forEach(row -> rows.add(row.stream().map(this::cell).toList()));
        int[] widths = IntStream.range(0, table.columns().size())
                .map(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .map(width -> Math.max(MIN_WIDTH, width))
                .toArray();
        rows.add(
                1,
                IntStream.range(0, widths.length)
                        .mapToObj(i -> i < table.names() ? "-".repeat(widths[i]) : "-".repeat(widths[i] - 1) + ":")
                        .toList());
        rows.forEach(row -> line(row(row, widths, table.names())));
    }

    private static String row(List<String> cells, int[] widths, int names) {
        return IntStream.range(0, widths.length)
                .mapToObj(i -> {
                    String blanks = " ".repeat(widths[i] - cells.get(i).length());
                    return i < names ? cells.get(i) + blanks : blanks + cells.get(i);
                })
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private void example(ReportExample example) {
        line("");
        line(plain(example.heading()));
        line("  Q: " + plain(example.question()));
        line("  A: " + example.difference().stream().map(this::marked).collect(Collectors.joining()));
    }

    private String marked(Segment segment) {
        String text = plain(segment.text());
        return switch (segment.kind()) {
            case KEPT -> text;
            case DELETED -> "[-" + text + "-]";
            case INSERTED -> "{+" + text + "+}";
            case OMITTED -> " […] ";
        };
    }

    private String cell(String text) {
        return markdown ? plain(text) : plain(text).replace("|", "\\|");
    }

    /** Returns {@code text} on one line, without characters that a terminal or a reader of Markdown would obey. */
    private String plain(String text) {
        String shown = CONTROL.matcher(LINES.matcher(text).replaceAll(" ")).replaceAll("\uFFFD");
        return markdown
                ? MARKUP.matcher(shown.replace("&", "&amp;").replace("<", "&lt;"))
                        .replaceAll("\\\\$0")
                : shown;
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
