// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.text.FactTokens;
import io.github.aligner4j.text.LineBreaks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers that are left if some words in a row are deleted, as {@link DeletionConditions} says. */
final class Deletions {

    /** Maximum number of words of an answer that words are deleted of; the model would read too many candidates of longer ones. */
    static final int MAX_WORDS = 36;

    /** Maximum number of clauses that are deleted together. */
    private static final int MAX_CLAUSES = 4;

    /** Maximum number of words that are deleted wherever they are. */
    private static final int MAX_ANYWHERE = 3;

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern MARKER = Pattern.compile("[-*+]|#{1,6}|>+");
    private static final Pattern CLAUSE_END = Pattern.compile("[,;:.!?\u2014\u2013)\\]\"\u201d\u2026]$");
    private static final Pattern END = Pattern.compile("(?:[.!?][\"\u201d)\\]]?|[,;:])$");
    private static final Pattern INNER_END = Pattern.compile("[.!?][\"\u201d)\\]]?\\s");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?][\"\u201d)\\]]?$");
    private static final String OPENING = "([\"\u201c\u2014\u2013";

    private final String answer;
    private final ClauseWords clauseWords;
    private final List<int[]> words = new ArrayList<>();

    private Deletions(String answer, ClauseWords clauseWords) {
        this.answer = answer;
        this.clauseWords = clauseWords;
        Matcher word = WORD.matcher(answer);
        while (word.find()) {
            words.add(new int[] {word.start(), word.end()});
        }
    }

    /**
     * A shortened answer.
     *
     * @param answer the answer that is left
     * @param words the number of words that were deleted
     */
    record Deletion(String answer, int words) {}

    /** Returns the shortened answers, those that lose the fewest words first; none if the answer has more than {@value #MAX_WORDS} words. */
    static List<Deletion> of(String answer, ClauseWords clauseWords) {
        Deletions deletions = new Deletions(answer, clauseWords);
        return deletions.words.size() > MAX_WORDS ? List.of() : deletions.all();
    }

    private List<Deletion> all() {
        Map<Integer, Set<Integer>> spans = new TreeMap<>();
        List<Integer> boundaries = boundaries();
        for (int a = 0; a < boundaries.size(); a++) {
            for (int b = a + 1; b < Math.min(boundaries.size(), a + 1 + MAX_CLAUSES); b++) {
                add(spans, boundaries.get(a), boundaries.get(b));
            }
        }
        for (int from = 0; from < words.size(); from++) {
            for (int to = from + 1; to <= Math.min(words.size(), from + MAX_ANYWHERE); to++) {
                add(spans, from, to);
            }
        }
        Map<String, Integer> left = new LinkedHashMap<>();
        spans.forEach((length, starts) -> starts.forEach(from -> {
            String shortened = without(from, from + length);
            if (keeps(from, from + length) && isWhole(shortened)) {
                left.putIfAbsent(shortened, length);
            }
        }));
        return left.entrySet().stream()
                .map(each -> new Deletion(each.getKey(), each.getValue()))
                .toList();
    }

    private boolean keeps(int from, int to) {
        return keepsLines(from, to) && !isBroken(from, to) && keepsFacts(from, to);
    }

    private void add(Map<Integer, Set<Integer>> spans, int from, int to) {
        if (to - from < words.size()) {
            spans.computeIfAbsent(to - from, length -> new TreeSet<>()).add(from);
        }
    }

    /** Returns the numbers of words that begin a clause or a sentence, and the number of words. */
    private List<Integer> boundaries() {
        List<Integer> boundaries = new ArrayList<>();
        for (int i = 0; i <= words.size(); i++) {
            if (i == 0 || i == words.size() || isBoundary(i)) {
                boundaries.add(i);
            }
        }
        return boundaries;
    }

    private boolean isBoundary(int i) {
        String word = word(i);
        return CLAUSE_END.matcher(word(i - 1)).find()
                || isMarker(i - 1)
                || OPENING.indexOf(word.charAt(0)) >= 0
                || clauseWords.beginsClause(word)
                || startsLine(i);
    }

    /**
     * Returns the answer without the words from {@code from} to {@code to}, with the white space, the punctuation and the case of what is
     * left mended.
     */
    private String without(int from, int to) {
        String deleted = answer.substring(start(from), end(to - 1));
        String before = from == 0 ? "" : answer.substring(start(0), end(from - 1));
        String after = to == words.size() ? "" : answer.substring(start(to), end(words.size() - 1));
        String space = LineBreaks.around(spaceBefore(from), spaceBefore(to), from == 0);
        Matcher end = END.matcher(deleted);
        if (startsSentence(from)) {
            after = startsUpper(deleted) && !startsLine(to) ? capitalized(after) : after;
        } else if (end.find()) {
            before = withMark(before, end.group());
            space = spaceBefore(to);
        }
        String left = before.isEmpty() || after.isEmpty() ? before + after : before + space + after;
        return answer.substring(0, start(0)) + left + answer.substring(end(words.size() - 1));
    }

    /** Returns {@code left} with the punctuation {@code mark} of the words that followed it, unless it has some of its own. */
    private static String withMark(String left, String mark) {
        String bare = isSentenceEnd(mark) ? withoutComma(left) : left;
        return END.matcher(bare).find() ? bare : bare + mark;
    }

    private static boolean isSentenceEnd(String mark) {
        return ".!?".indexOf(mark.charAt(0)) >= 0;
    }

    /** Returns true if what is left is no sentence: its beginning was joined with another one, or ends with a word that needs a next one. */
    private boolean isBroken(int from, int to) {
        return !startsSentence(from) && (joins(from, to) || (clauseWords.endsNoClause(word(from - 1)) && stops(to)));
    }

    private boolean startsSentence(int from) {
        return startsLine(from)
                || isMarker(from - 1)
                || SENTENCE_END.matcher(word(from - 1)).find();
    }

    /** Returns true if the words begin inside a sentence and end inside another one. */
    private boolean joins(int from, int to) {
        String deleted = answer.substring(start(from), end(to - 1));
        return INNER_END.matcher(deleted).find()
                && !SENTENCE_END.matcher(deleted).find();
    }

    /** Returns true if a clause ends before the word {@code to}. */
    private boolean stops(int to) {
        return to == words.size() || END.matcher(word(to - 1)).find() || clauseWords.beginsClause(word(to));
    }

    private boolean startsLine(int word) {
        return word == 0 || word == words.size() || LineBreaks.count(spaceBefore(word)) > 0;
    }

    private String spaceBefore(int word) {
        int end = word == words.size() ? answer.length() : start(word);
        return answer.substring(word == 0 ? 0 : end(word - 1), end);
    }

    /** Returns true if no line is joined with another one, and each line that is left has its list marker. */
    private boolean keepsLines(int from, int to) {
        if (startsLine(to)) {
            return true;
        }
        int line = to;
        while (!startsLine(line)) {
            line--;
        }
        return line < from || (startsLine(from) && !isMarker(line));
    }

    private boolean isMarker(int word) {
        return startsLine(word) && MARKER.matcher(word(word)).matches();
    }

    private static String withoutComma(String text) {
        int end = text.length();
        while (end > 0 && ",;:\u2014\u2013- ".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean startsUpper(String text) {
        return Character.isUpperCase(text.codePointAt(0));
    }

    private static String capitalized(String text) {
        if (text.isEmpty() || !Character.isLowerCase(text.codePointAt(0))) {
            return text;
        }
        int first = text.codePointAt(0);
        return Character.toString(Character.toTitleCase(first)) + text.substring(Character.charCount(first));
    }

    private boolean keepsFacts(int from, int to) {
        String deleted = answer.substring(start(from), end(to - 1));
        return FactTokens.numbers(deleted).isEmpty()
                && FactTokens.links(deleted).isEmpty()
                && deleted.indexOf('`') < 0
                && deleted.indexOf('|') < 0;
    }

    /** Returns true if {@code shortened} has no more lines without words than the answer, and whole pairs of brackets and quotation marks. */
    private boolean isWhole(String shortened) {
        return wordless(shortened) <= wordless(answer)
                && difference(shortened, '(', ')') == difference(answer, '(', ')')
                && difference(shortened, '[', ']') == difference(answer, '[', ']')
                && difference(shortened, '\u201c', '\u201d') == difference(answer, '\u201c', '\u201d')
                && isEven(shortened, "\"")
                && isEven(shortened, "**");
    }

    private static long wordless(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && line.codePoints().noneMatch(Character::isLetter))
                .count();
    }

    private boolean isEven(String shortened, String mark) {
        return (count(shortened, mark) - count(answer, mark)) % 2 == 0;
    }

    private static int count(String text, String mark) {
        int count = 0;
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length())) {
            count++;
        }
        return count;
    }

    private static long difference(String text, char opening, char closing) {
        return text.chars().filter(c -> c == opening).count()
                - text.chars().filter(c -> c == closing).count();
    }

    private String word(int i) {
        return answer.substring(start(i), end(i));
    }

    private int start(int i) {
        return words.get(i)[0];
    }

    private int end(int i) {
        return words.get(i)[1];
    }
}
