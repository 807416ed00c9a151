// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.chattemplate.Piece.Plain;
import io.github.aligner4j.chattemplate.jinja.MarkedText;
import io.github.aligner4j.chattemplate.jinja.MarkedText.Run;
import io.github.aligner4j.completion.UnsafePromptException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The parts of a frame that mark roles by plain text, such as {@code ### Instruction:}, {@code [INST]} or {@code <|user|>}, where the
 * tokenizer has no token for them.
 *
 * <p>Between two contents, the line of the frame next to each of them is a marker, and so is the last line before the reply. A line
 * of letters and digits only is none if an added token stands before it ({@code <|im_start|>user}), as a text can't forge that token.
 * A prompt is safe if each occurrence of each marker lies within the frame. A marker that begins with a letter does not occur
 * within a word ({@code SUPERUSER:}). A marker of letters, digits and spaces only ({@code Document 2}), or without any letter and
 * digit, occurs only as a line of its own.
 */
final class RoleMarkers {

    private final Set<String> markers;

    private RoleMarkers(Set<String> markers) {
        this.markers = markers;
    }

    /** Returns the markers of rendered templates. */
    static RoleMarkers of(Collection<List<Piece>> rendered) {
        Set<String> markers = new LinkedHashSet<>();
        rendered.forEach(pieces -> addMarkers(pieces, markers));
        return new RoleMarkers(markers);
    }

    RoleMarkers and(List<Piece> rendered) {
        Set<String> more = new LinkedHashSet<>(markers);
        addMarkers(rendered, more);
        return new RoleMarkers(more);
    }

    Set<String> all() {
        return markers;
    }

    /**
     * Checks that each marker lies within the frame.
     *
     * @throws UnsafePromptException if a content has one, or completes one
     */
    void check(List<Piece> pieces) {
        for (Piece piece : pieces) {
            if (piece instanceof Plain plain) {
                markers.forEach(marker -> check(marker, plain.text()));
            }
        }
    }

    private static void check(String marker, MarkedText text) {
        String plain = text.plain();
        for (int at = plain.indexOf(marker); at >= 0; at = plain.indexOf(marker, at + 1)) {
            int end = at + marker.length();
            if (occurs(marker, plain, at, end) && text.touchesContent(at, end)) {
                throw new UnsafePromptException(
                        "a message can't be told apart from the frame of the chat template: it has the" + " marker '"
                                + marker + "', which is no special token of the checkpoint; remove it from the text");
            }
        }
    }

    private static boolean occurs(String marker, String text, int start, int end) {
        if (isWords(marker) || isSymbols(marker)) {
            return isLine(text, start, end);
        }
        return start == 0 || !isInWord(marker.codePointAt(0)) || !isInWord(text.codePointBefore(start));
    }

    private static boolean isLine(String text, int start, int end) {
        int before = start;
        while (before > 0 && isGap(text.charAt(before - 1))) {
            before--;
        }
        int behind = end;
        while (behind < text.length() && isGap(text.charAt(behind))) {
            behind++;
        }
        return (before == 0 || text.charAt(before - 1) == '\n')
                && (behind == text.length() || text.charAt(behind) == '\n');
    }

    /** Returns whether a character is white space within a line. */
    private static boolean isGap(char character) {
        return character != '\n' && Character.isWhitespace(character);
    }

    private static void addMarkers(List<Piece> pieces, Set<String> markers) {
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i) instanceof Plain plain) {
                addMarkers(plain.text().runs(), i > 0, i == pieces.size() - 1, markers);
            }
        }
    }

    private static void addMarkers(List<Run> runs, boolean behindToken, boolean last, Set<String> markers) {
        for (int i = 0; i < runs.size(); i++) {
            List<String> lines = lines(runs.get(i));
            boolean beforeContent = i < runs.size() - 1 || last;
            boolean role = i == 0 && behindToken && isRole(lines);
            if (i > 0) {
                lines.stream().findFirst().ifPresent(markers::add);
            }
            if (beforeContent && !role) {
                lines.stream().reduce((one, next) -> next).ifPresent(markers::add);
            }
        }
    }

    /** Returns whether lines behind a token are one line of words, such as {@code user}. */
    private static boolean isRole(List<String> lines) {
        return lines.size() == 1 && isWords(lines.get(0));
    }

    /** Returns the lines of a part of the frame; none of a content. */
    private static List<String> lines(Run run) {
        return run.content()
                ? List.of()
                : run.text()
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
    }

    private static boolean isWords(String marker) {
        return marker.codePoints().allMatch(each -> isInWord(each) || Character.isWhitespace(each));
    }

    private static boolean isSymbols(String marker) {
        return marker.codePoints().noneMatch(RoleMarkers::isInWord);
    }

    private static boolean isInWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || codePoint == '_';
    }
}
