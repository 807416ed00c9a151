// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * The parts of a Markdown text that are more than prose: headings, list items, tables, and code. Found line by line, in linear time.
 *
 * <p>This is no parser of CommonMark, but finds the same in what language models write. Block quotes are read as their content,
 * and a fence may be indented by any number of spaces, as in list items.
 *
 * @param outline the headings with their levels, list items with their kinds and depths, tables with their columns and rows, and
 *     fences with their languages, in order
 * @param codeBlocks the content of each fenced block, in order; one that is not closed ends with the text
 * @param codeSpans the code in back-quotes, in order
 */
public record MarkdownStructure(List<String> outline, List<String> codeBlocks, List<String> codeSpans) {

    /** Copies the lists. */
    public MarkdownStructure {
        outline = List.copyOf(outline);
        codeBlocks = List.copyOf(codeBlocks);
        codeSpans = List.copyOf(codeSpans);
    }

    /** Returns the structure of {@code text}. */
    public static MarkdownStructure of(String text) {
        Lines lines = new Lines(text);
        lines.read();
        return new MarkdownStructure(lines.outline, lines.codeBlocks, lines.codeSpans);
    }

    /** Describes the structure by its sizes; never quotes the text. */
    @Override
    public String toString() {
        return "MarkdownStructure[outline of " + outline.size() + ", code blocks=" + codeBlocks.size() + ", code spans="
                + codeSpans.size() + "]";
    }

    /** Reads a text line by line. For one text. */
    private static final class Lines {

        private static final int MAX_INDENT = 3;
        private static final int MAX_HEADING = 6;
        private static final int MIN_FENCE = 3;
        private static final int MAX_NUMBER = 9;
        private static final int NONE = -1;

        private final String text;
        private final List<String> outline = new ArrayList<>();
        private final List<String> codeBlocks = new ArrayList<>();
        private final List<String> codeSpans = new ArrayList<>();
        private final Deque<Integer> indents = new ArrayDeque<>();
        private final StringBuilder paragraph = new StringBuilder();

        private String fence = "";
        private int codeStart;
        private String lineBefore = "";
        private boolean table;
        private boolean prose;

        Lines(String text) {
            this.text = text;
        }

        void read() {
            int start = 0;
            while (start < text.length()) {
                int end = text.indexOf('\n', start);
                int next = end < 0 ? text.length() : end + 1;
                line(text.substring(start, end < 0 ? text.length() : end), start, next);
                start = next;
            }
            if (!fence.isEmpty()) {
                codeBlocks.add(text.substring(codeStart));
            }
            endParagraph();
        }

        private void line(String line, int start, int next) {
            String content = unquoted(line);
            int marks = marks(content);
            if (!fence.isEmpty()) {
                if (closesFence(content, marks)) {
                    codeBlocks.add(text.substring(codeStart, Math.max(codeStart, start)));
                    fence = "";
                }
                return;
            }
            if (marks >= MIN_FENCE) {
                openFence(content, marks, next);
                return;
            }
            String stripped = content.strip();
            if (stripped.isEmpty()) {
                endParagraph();
                table = false;
                prose = false;
            } else {
                block(content, stripped);
                paragraph.append(line).append('\n');
            }
            lineBefore = stripped;
        }

        private void openFence(String content, int marks, int next) {
            endParagraph();
            table = false;
            prose = false;
            String stripped = content.strip();
            fence = stripped.substring(0, marks);
            outline.add("fence " + stripped.substring(marks).strip().toLowerCase(Locale.ROOT));
            codeStart = next;
            lineBefore = "";
        }

        private boolean closesFence(String content, int marks) {
            String stripped = content.strip();
            return marks >= fence.length() && stripped.length() == marks && stripped.charAt(0) == fence.charAt(0);
        }

        private void endParagraph() {
            CodeSpans.addTo(codeSpans, paragraph.toString());
            paragraph.setLength(0);
        }

        private void block(String content, String stripped) {
            int heading = heading(content, stripped);
            if (heading != NONE) {
                outline.add("heading " + heading);
                prose = false;
                return;
            }
            if (isBreak(stripped) || isItem(content, stripped)) {
                prose = false;
                return;
            }
            prose = true;
            int columns = columns(stripped);
            if (!table && columns > 0 && lineBefore.indexOf('|') >= 0) {
                table = true;
                outline.add("table " + columns);
            } else if (table && stripped.indexOf('|') >= 0) {
                outline.add("row");
            } else {
                table = false;
            }
        }

        /** Returns the level of the heading that the line is, or underlines. */
        private int heading(String content, String stripped) {
            if (indent(content) > MAX_INDENT) {
                return NONE;
            }
            int level = run(stripped, 0, '#');
            if (level == 0) {
                return underlined(stripped);
            }
            boolean ends = level == stripped.length() || Character.isWhitespace(stripped.charAt(level));
            return level <= MAX_HEADING && ends ? level : NONE;
        }

        private int underlined(String stripped) {
            char first = stripped.charAt(0);
            boolean underline = (first == '=' || first == '-') && run(stripped, 0, first) == stripped.length();
            if (!underline || !prose) {
                return NONE;
            }
            return first == '=' ? 1 : 2;
        }

        /** Returns true for a thematic break: three or more of one mark, perhaps with spaces between them. */
        private static boolean isBreak(String stripped) {
            char first = stripped.charAt(0);
            if ("-*_".indexOf(first) < 0) {
                return false;
            }
            int count = 0;
            for (int i = 0; i < stripped.length(); i++) {
                char c = stripped.charAt(i);
                if (c != first && c != ' ' && c != '\t') {
                    return false;
                }
                count += c == first ? 1 : 0;
            }
            return count >= MIN_FENCE;
        }

        private boolean isItem(String content, String stripped) {
            boolean bullet = "-+*".indexOf(stripped.charAt(0)) >= 0;
            int marker = bullet ? 1 : numberEnd(stripped);
            if (marker == NONE || (marker < stripped.length() && !Character.isWhitespace(stripped.charAt(marker)))) {
                return false;
            }
            int indent = indent(content);
            while (!indents.isEmpty() && indents.peek() >= indent + 2) {
                indents.pop();
            }
            if (indents.isEmpty() || indent >= indents.peek() + 2) {
                indents.push(indent);
            }
            outline.add((bullet ? "bullet " : "number ") + indents.size());
            return true;
        }

        private static int numberEnd(String stripped) {
            int digits = 0;
            while (digits < stripped.length() && stripped.charAt(digits) >= '0' && stripped.charAt(digits) <= '9') {
                digits++;
            }
            boolean marker = digits > 0
                    && digits <= MAX_NUMBER
                    && digits < stripped.length()
                    && ".)".indexOf(stripped.charAt(digits)) >= 0;
            return marker ? digits + 1 : NONE;
        }

        /** Returns the number of columns of the delimiter row of a table, or 0 for any other line. */
        private static int columns(String stripped) {
            if (stripped.indexOf('|') < 0) {
                return 0;
            }
            int columns = 0;
            int dashes = 0;
            for (int i = 0; i <= stripped.length(); i++) {
                char c = i < stripped.length() ? stripped.charAt(i) : '|';
                if (c == '|') {
                    columns += dashes > 0 ? 1 : 0;
                    dashes = 0;
                } else if (c == '-') {
                    dashes++;
                } else if (c != ':' && c != ' ' && c != '\t') {
                    return 0;
                }
            }
            return columns;
        }

        /** Returns the number of back-quotes or tildes that the line begins with; none if its rest has back-quotes, too. */
        private static int marks(String content) {
            String stripped = content.strip();
            if (stripped.isEmpty() || "`~".indexOf(stripped.charAt(0)) < 0) {
                return 0;
            }
            int marks = run(stripped, 0, stripped.charAt(0));
            return stripped.charAt(0) == '`' && stripped.indexOf('`', marks) >= 0 ? 0 : marks;
        }

        private static String unquoted(String line) {
            int at = 0;
            int content = 0;
            while (at < line.length() && (line.charAt(at) == '>' || line.charAt(at) == ' ')) {
                if (line.charAt(at) == '>') {
                    content = at + 1 < line.length() && line.charAt(at + 1) == ' ' ? at + 2 : at + 1;
                }
                at++;
            }
            return line.substring(Math.min(content, line.length()));
        }

        private static int indent(String content) {
            int indent = 0;
            for (int i = 0; i < content.length(); i++) {
                char c = content.charAt(i);
                if (c != ' ' && c != '\t') {
                    break;
                }
                indent += c == '\t' ? MAX_INDENT + 1 : 1;
            }
            return indent;
        }

        private static int run(String text, int from, char mark) {
            int end = from;
            while (end < text.length() && text.charAt(end) == mark) {
                end++;
            }
            return end - from;
        }
    }
}
