// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.Turn;
import io.github.aligner4j.evaluation.blind.BlindPair;
import io.github.aligner4j.evaluation.blind.BlindSheet;
import io.github.aligner4j.evaluation.judge.Aspect;
import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.List;
import java.util.Locale;

/**
 * Writes a sheet as an HTML page on which people compare answers, one pair after the other, by keyboard or on a phone. The page loads and
 * sends nothing: it keeps verdicts in the browser's local storage, from which the person exports them as JSON or CSV. Texts are
 * escaped, and the content security policy allows the page's own style and script only.
 */
public final class BlindPage {

    private static final PageResource STYLE = PageResource.resource("blind.css");
    private static final PageResource SCRIPT = PageResource.resource("blind.js");
    private static final String START =
            PageResource.resource("blind-start.html").content();
    private static final String END = PageResource.resource("blind-end.html").content();

    private final BlindSheet sheet;
    private final StringBuilder out = new StringBuilder();

    private BlindPage(BlindSheet sheet) {
        this.sheet = sheet;
    }

    /** Returns the page. */
    public static String html(BlindSheet sheet) {
        return new BlindPage(sheet).html();
    }

    private String html() {
        head();
        out.append("<body data-sheet=\"").append(escape(sheet.id())).append("\">\n<header>\n<h1>");
        out.append(escape(sheet.title())).append("</h1>\n").append(START);
        for (int i = 0; i < sheet.pairs().size(); i++) {
            pair(i + 1, sheet.pairs().get(i));
        }
        out.append(END).append("<script>").append(SCRIPT.content()).append("</script>\n</body>\n</html>\n");
        return out.toString();
    }

    private void head() {
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ")
                .append(STYLE.source())
                .append("; script-src ")
                .append(SCRIPT.source())
                .append("; base-uri 'none'; form-action 'none'\">\n")
                .append("<meta name=\"referrer\" content=\"no-referrer\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(escape(sheet.title()))
                .append("</title>\n<style>")
                .append(STYLE.content())
                .append("</style>\n</head>\n");
    }

    private void pair(int number, BlindPair pair) {
        out.append("<section class=\"pair\" hidden data-pair=\"")
                .append(escape(pair.id()))
                .append("\" aria-label=\"Pair ");
        out.append(number).append("\">\n");
        conversation(pair.request().conversation());
        passages(pair.request().context());
        if (!pair.request().question().isBlank()) {
            text("question", "Question", escape(pair.request().question()));
        }
        if (sheet.showsOriginal()) {
            text("original", "Original answer", escape(pair.request().answer()));
        }
        List<Edit> edits = WordDiff.between(pair.first(), pair.second());
        out.append("<div class=\"answers\">\n");
        text("answer", "Answer A", first(pair.first(), edits));
        text("answer", "Answer B", second(pair.second(), edits));
        out.append("</div>\n");
        for (int i = 0; i < sheet.aspects().size(); i++) {
            choice(number + "-" + (i + 1), sheet.aspects().get(i));
        }
        out.append("<label class=\"comment\">Comment <textarea rows=\"2\" maxlength=\"2000\"></textarea></label>\n")
                .append("</section>\n");
    }

    private void conversation(List<Turn> turns) {
        if (turns.isEmpty()) {
            return;
        }
        out.append("<details><summary>Earlier in the conversation (")
                .append(turns.size())
                .append(")</summary>\n");
        for (Turn turn : turns) {
            text("turn", turn.role().name().toLowerCase(Locale.ROOT), escape(turn.text()));
        }
        out.append("</details>\n");
    }

    private void passages(List<String> passages) {
        if (passages.isEmpty()) {
            return;
        }
        out.append("<details open><summary>Passages that were given for the answers (")
                .append(passages.size())
                .append(")</summary>\n");
        for (int i = 0; i < passages.size(); i++) {
            text("turn", "passage " + (i + 1), escape(passages.get(i)));
        }
        out.append("</details>\n");
    }

    private void text(String kind, String heading, String html) {
        out.append("<article class=\"").append(kind).append("\"><h2>").append(escape(heading));
        out.append("</h2><p dir=\"auto\">").append(html).append("</p></article>\n");
    }

    private void choice(String id, Aspect aspect) {
        out.append("<fieldset data-aspect=\"").append(escape(aspect.name())).append("\">\n<legend>");
        out.append(escape(aspect.name())).append("</legend>\n<p class=\"definition\">");
        out.append(escape(aspect.definition())).append("</p>\n<div class=\"options\">\n");
        option(id, "A", "A is better");
        option(id, "tie", "No difference");
        option(id, "B", "B is better");
        out.append("</div>\n</fieldset>\n");
    }

    private void option(String id, String value, String label) {
        out.append("<label><input type=\"radio\" name=\"choice-")
                .append(id)
                .append("\" value=\"")
                .append(value);
        out.append("\"><span>").append(label).append("</span></label>\n");
    }

    private static String first(String text, List<Edit> edits) {
        StringBuilder marked = new StringBuilder();
        int kept = 0;
        for (Edit edit : edits) {
            marked.append(escape(text.substring(kept, edit.originalStart()))).append(mark(edit.original()));
            kept = edit.originalEnd();
        }
        return marked.append(escape(text.substring(kept))).toString();
    }

    private static String second(String text, List<Edit> edits) {
        StringBuilder marked = new StringBuilder();
        int kept = 0;
        for (Edit edit : edits) {
            marked.append(escape(text.substring(kept, edit.correctedStart()))).append(mark(edit.corrected()));
            kept = edit.correctedEnd();
        }
        return marked.append(escape(text.substring(kept))).toString();
    }

    private static String mark(String text) {
        return text.isEmpty() ? "" : "<mark>" + escape(text) + "</mark>";
    }

    private static String escape(String text) {
        return HtmlPage.escape(text);
    }
}
