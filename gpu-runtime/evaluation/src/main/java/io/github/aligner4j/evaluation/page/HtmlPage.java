// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes a report as an HTML page. Recorded texts are untrusted: they are escaped, and the page's content security policy allows
 * its own style and script only, by their hashes, and no request.
 */
final class HtmlPage {

    /** Characters that HTML does not allow, and unpaired surrogates, which UTF-8 can't encode. */
    private static final Pattern INVALID = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\t]]");

    private static final Pattern DIRECTION = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069]");

    private static final PageResource STYLE = PageResource.resource("report.css");
    private static final PageResource TABLES = PageResource.resource("report.js");
    private static final PageResource ROWS = PageResource.resource("rows.js");
    private static final String ROW_CONTROLS =
            PageResource.resource("rows.html").content();
    private static final String NAMESPACE = " xmlns=\"http://www.w3.org/2000/svg\"";

    private final ReportPage page;
    private final StringBuilder out = new StringBuilder();

    HtmlPage(ReportPage page) {
        this.page = page;
    }

    String text() {
        head();
        out.append("<body>\n<main>\n<h1>").append(escape(page.title())).append("</h1>\n");
        list("facts", page.facts());
        list("warnings", page.warnings());
        contents();
        for (int i = 0; i < page.parts().size(); i++) {
            ReportPart part = page.parts().get(i);
            if (part instanceof ReportTable table) {
                table("part" + i, table);
            } else if (part instanceof ReportFigure figure) {
                figure("part" + i, figure);
            }
        }
        page.rows().ifPresent(this::rows);
        examples();
        out.append("</main>\n<script>").append(TABLES.content()).append("</script>\n");
        if (page.rows().isPresent()) {
            out.append("<script>").append(ROWS.content()).append("</script>\n");
        }
        out.append("</body>\n</html>\n");
        return out.toString();
    }

    private void head() {
        String scripts = TABLES.source() + (page.rows().isPresent() ? " " + ROWS.source() : "");
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ")
                .append(STYLE.source())
                .append("; script-src ")
                .append(scripts)
                .append("; base-uri 'none'; form-action 'none'\">\n")
                .append("<meta name=\"referrer\" content=\"no-referrer\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(escape(page.title()))
                .append("</title>\n<style>")
                .append(STYLE.content())
                .append("</style>\n</head>\n");
    }

    private void list(String name, List<String> items) {
        if (!items.isEmpty()) {
            out.append("<ul class=\"").append(name).append("\">\n");
            items.forEach(item -> out.append("<li>")
                    .append(sentence(item).replace(" %", "&nbsp;%"))
                    .append("</li>\n"));
            out.append("</ul>\n");
        }
    }

    /** Adds links to the parts of a page that has rows, which is long. */
    private void contents() {
        if (page.rows().isEmpty()) {
            return;
        }
        out.append("<nav aria-label=\"Contents\">\n<ul>\n");
        for (int i = 0; i < page.parts().size(); i++) {
            String title = page.parts().get(i).title();
            if (!title.isEmpty()) {
                out.append("<li><a href=\"#part" + i + "\">")
                        .append(escape(title))
                        .append("</a></li>\n");
            }
        }
        out.append("<li><a href=\"#rows\">Rows</a></li>\n</ul>\n</nav>\n");
    }

    private void figure(String id, ReportFigure figure) {
        out.append("<section>\n");
        if (!figure.title().isEmpty()) {
            out.append("<h2 id=\"" + id + "\">").append(escape(figure.title())).append("</h2>\n");
        }
        out.append("<figure>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figure: ")
                .append(sentence(figure.caption()))
                .append("\">\n")
                .append(figure.scene().svg().replaceFirst(NAMESPACE, ""))
                .append("</div>\n<figcaption>")
                .append(sentence(figure.caption()))
                .append("</figcaption>\n</figure>\n</section>\n");
    }

    private void rows(ReportRows rows) {
        out.append("<section aria-labelledby=\"rows\">\n<h2 id=\"rows\">Rows</h2>\n<p class=\"note\">")
                .append(escape(rows.note()))
                .append("</p>\n")
                .append(ROW_CONTROLS)
                .append("</section>\n<script type=\"application/json\" id=\"data\">")
                .append(rows.json())
                .append("</script>\n");
    }

    private void table(String id, ReportTable table) {
        out.append("<section>\n<h2 id=\"")
                .append(id)
                .append("\">")
                .append(escape(table.title()))
                .append("</h2>\n");
        if (!table.note().isEmpty()) {
            out.append("<p class=\"note\">").append(escape(table.note())).append("</p>\n");
        }
        out.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"")
                .append(id)
                .append("\">\n<table>\n<thead>\n<tr>");
        for (int i = 0; i < table.columns().size(); i++) {
            out.append(i < table.names() ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"number\">")
                    .append(escape(table.columns().get(i)))
                    .append("</th>");
        }
        out.append("</tr>\n</thead>\n<tbody>\n");
        table.rows().forEach(row -> row(row, table.names()));
        out.append("</tbody>\n</table>\n</div>\n</section>\n");
    }

    private void row(List<String> cells, int names) {
        out.append("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            String cell = escape(cells.get(i));
            out.append(i < names ? "<th scope=\"row\">" + cell + "</th>" : "<td class=\"number\">" + cell + "</td>");
        }
        out.append("</tr>\n");
    }

    private void examples() {
        if (page.examples().isEmpty()) {
            return;
        }
        out.append("<section aria-labelledby=\"examples\">\n<h2 id=\"examples\">")
                .append(escape(page.exampleTitle()))
                .append("</h2>\n"
                        + "<p class=\"note\"><del>Struck out</del>: deleted. <ins>Underlined</ins>: inserted. […]:"
                        + " left out")
                .append(" here.</p>\n");
        page.examples().forEach(this::example);
        out.append("</section>\n");
    }

    private void example(ReportExample example) {
        out.append("<article>\n<h3>")
                .append(escape(example.heading()))
                .append("</h3>\n<p class=\"question\" dir=\"auto\">");
        out.append(escape(example.question())).append("</p>\n<p class=\"answer\" dir=\"auto\">");
        for (Segment segment : example.difference()) {
            String text = escape(segment.text());
            out.append(
                    switch (segment.kind()) {
                        case KEPT -> "<bdi>" + text + "</bdi>";
                        case DELETED -> "<del>" + text + "</del>";
                        case INSERTED -> "<ins>" + text + "</ins>";
                        case OMITTED -> "<span class=\"omitted\"> […] </span>";
                    });
        }
        out.append("</p>\n</article>\n");
    }

    /** Returns {@code text} with replacements for characters that a page can't have. */
    static String valid(String text) {
        return INVALID.matcher(text).replaceAll("\uFFFD");
    }

    /** Returns a sentence with names in it, none of which can change the direction of the words after it. */
    private static String sentence(String text) {
        return escape(DIRECTION.matcher(text).replaceAll("\uFFFD"));
    }

    /** Returns {@code text} so that a browser shows it as it is. */
    static String escape(String text) {
        return valid(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
