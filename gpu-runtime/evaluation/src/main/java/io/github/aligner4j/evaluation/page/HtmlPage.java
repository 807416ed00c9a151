package io.github.aligner4j.evaluation.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Writes a report as an HTML page. Recorded texts are untrusted: they are escaped, and the page's content security policy allows
 * its own style and script only, by their hashes, and no request.
 */
final class HtmlPage {

    /** Characters that HTML does not allow, and unpaired surrogates, which UTF-8 can't encode. */
    private static final Pattern INVALID = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\t]]");

    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    private final ReportPage page;
    private final StringBuilder out = new StringBuilder();

    HtmlPage(ReportPage page) {
        this.page = page;
    }

    String text() {
        head();
        out.append("<body>\n<main>\n<h1>").append(escape(page.title())).append("</h1>\n<ul class=\"facts\">\n");
        page.facts().forEach(fact -> out.append("<li>").append(escape(fact)).append("</li>\n"));
        out.append("</ul>\n");
        for (int i = 0; i < page.tables().size(); i++) {
            table("table" + i, page.tables().get(i));
        }
        examples();
        out.append("</main>\n<script>").append(SCRIPT).append("</script>\n</body>\n</html>\n");
        return out.toString();
    }

    private void head() {
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '")
                .append(hash(STYLE))
                .append("'; script-src '")
                .append(hash(SCRIPT))
                .append("'; base-uri 'none'; form-action 'none'\">\n")
                .append("<meta name=\"referrer\" content=\"no-referrer\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(escape(page.title()))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n");
    }

    private void table(String id, ReportTable table) {
        out.append("<section aria-labelledby=\"").append(id).append("\">\n<h2 id=\"");
        out.append(id).append("\">").append(escape(table.title())).append("</h2>\n");
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
                .append(
                        "</h2>\n<p class=\"note\"><del>Struck out</del>: deleted. <ins>Underlined</ins>: inserted. […]: left out")
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

    /** Returns {@code text} so that a browser shows it as it is. */
    static String escape(String text) {
        return INVALID.matcher(text)
                .replaceAll("\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
