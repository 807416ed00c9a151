// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.chattemplate.Piece.Plain;
import io.github.aligner4j.chattemplate.Piece.Special;
import io.github.aligner4j.chattemplate.jinja.MarkedText;
import io.github.aligner4j.chattemplate.jinja.MarkedText.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds added tokens in frames, as the tokenizers library finds them in texts: the leftmost and there the longest; never in contents,
 * and never across the border of one.
 */
final class AddedTokenSplitter {

    private final List<Search> searches;

    AddedTokenSplitter(Collection<AddedToken> tokens) {
        this.searches = List.of(
                new Search(tokens.stream().filter(token -> !token.normalized()).toList()),
                new Search(tokens.stream().filter(AddedToken::normalized).toList()));
    }

    List<Piece> split(MarkedText rendered) {
        List<Piece> pieces = List.of(new Plain(rendered));
        for (Search search : searches) {
            List<Piece> finer = new ArrayList<>();
            for (Piece piece : pieces) {
                if (piece instanceof Plain plain) {
                    search.split(plain.text(), finer);
                } else {
                    finer.add(piece);
                }
            }
            pieces = finer;
        }
        return pieces;
    }

    /** A search for some of the tokens. */
    private static final class Search {

        private final Map<String, AddedToken> tokens = new HashMap<>();
        private final TreeSet<Integer> lengths = new TreeSet<>(Comparator.reverseOrder());

        Search(List<AddedToken> tokens) {
            tokens.forEach(token -> {
                this.tokens.put(token.content(), token);
                lengths.add(token.content().length());
            });
        }

        void split(MarkedText text, List<Piece> out) {
            int done = 0;
            int start = 0;
            for (Run run : text.runs()) {
                int end = start + run.text().length();
                int at = run.content() ? end : Math.max(start, done);
                while (at < end) {
                    AddedToken token = find(text.plain(), at, end);
                    if (token != null) {
                        int before = token.lstrip() ? spaceBefore(text.plain(), at, done) : at;
                        addPlain(text.substring(done, before), out);
                        out.add(new Special(token.content()));
                        at += token.content().length();
                        done = token.rstrip() ? spaceBehind(text.plain(), at) : at;
                        at = done;
                    } else {
                        at++;
                    }
                }
                start = end;
            }
            addPlain(text.substring(done, text.plain().length()), out);
        }

        private @Nullable AddedToken find(String text, int at, int end) {
            for (int length : lengths) {
                AddedToken token = length <= end - at ? tokens.get(text.substring(at, at + length)) : null;
                if (token != null && (!token.singleWord() || standsAlone(text, at, at + length))) {
                    return token;
                }
            }
            return null;
        }

        private static void addPlain(MarkedText text, List<Piece> out) {
            if (!text.plain().isEmpty()) {
                out.add(new Plain(text));
            }
        }

        private static boolean standsAlone(String text, int start, int end) {
            return (start == 0 || !isWord(text.codePointBefore(start)))
                    && (end == text.length() || !isWord(text.codePointAt(end)));
        }

        private static boolean isWord(int codePoint) {
            return Character.isLetterOrDigit(codePoint) || codePoint == '_';
        }

        private static int spaceBefore(String text, int end, int from) {
            int start = end;
            while (start > from && Character.isWhitespace(text.charAt(start - 1))) {
                start--;
            }
            return start;
        }

        private static int spaceBehind(String text, int start) {
            int end = start;
            while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            return end;
        }
    }
}
