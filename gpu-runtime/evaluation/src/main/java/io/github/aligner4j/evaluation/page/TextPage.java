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

    private final StringBuilder out = new StringBuilder();

    private TextPage() {}

    static String of(ReportPage page) {
        TextPage text = new TextPage();
        text.line("# " + page.title());
        text.line("");
        page.facts().forEach(fact -> text.line("- " + plain(fact)));
        page.tables().forEach(text::table);
        if (!page.examples().isEmpty()) {
            text.line("");
            text.line("## " + page.exampleTitle());
            page.examples().forEach(text::example);
        }
        return text.out.toString();
    }

    private void table(ReportTable table) {
        line("");
        line("## " + table.title());
        line("");
        if (!table.note().isEmpty()) {
            line(table.note());
            line("");
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(table.columns());
        table.rows().forEach(row -> rows.add(row.stream().map(TextPage::cell).toList()));
        int[] widths = IntStream.range(0, table.columns().size())
                .map(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
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
        line("  A: " + example.difference().stream().map(TextPage::marked).collect(Collectors.joining()));
    }

    private static String marked(Segment segment) {
        String text = plain(segment.text());
        return switch (segment.kind()) {
            case KEPT -> text;
            case DELETED -> "[-" + text + "-]";
            case INSERTED -> "{+" + text + "+}";
            case OMITTED -> " […] ";
        };
    }

    private static String cell(String text) {
        return plain(text).replace("|", "\\|");
    }

    /** Returns {@code text} on one line, without characters that a terminal would obey. */
    private static String plain(String text) {
        return CONTROL.matcher(LINES.matcher(text).replaceAll(" ")).replaceAll("\uFFFD");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
