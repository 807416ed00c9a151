// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionRejectedException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules by which a chat model's reply is read as a corrected answer.
 *
 * <ol>
 *   <li>A reply that is the word {@code UNCHANGED}, in capitals, and nothing else but white space, quotation marks, asterisks,
 *       underscores, backticks, brackets or a full stop or exclamation mark around it, means the original answer. A reply that begins
 *       with that word and goes on, or that has it as a line of its own, is rejected, unless the original answer has the word.
 *   <li>What a chat model puts around an answer is removed, in this order and each at most once, provided that the original answer
 *       has none of its kind: an introduction such as {@code Here is the corrected answer:}, a fenced code block around everything,
 *       the prompt's tags around everything, quotation marks around everything that are not inside it.
 *   <li>A reply with a tag of the prompt's frame is rejected.
 *   <li>White space at the beginning and the end is that of the original answer. A reply that differs from it in line breaks' form
 *       only means the original answer.
 * </ol>
 */
final class Replies {

    /** The maximum length of an introduction; the pattern matches no longer one. */
    static final int MAX_INTRODUCTION = 160;

    private static final String NOISE = "[\\s\"'“”„«»‘’`*_()\\[\\]]*+";
    private static final Pattern UNCHANGED = Pattern.compile(NOISE + "UNCHANGED" + NOISE + "(?:[.!]" + NOISE + ")?");
    private static final Pattern LEADING_NOISE = Pattern.compile(NOISE);
    private static final Pattern BEGINS_UNCHANGED = Pattern.compile(NOISE + "UNCHANGED(?![\\p{L}\\p{N}])");
    private static final Pattern FENCE = Pattern.compile("(`{3,}+|~{3,}+)[^\\n`]*+\\n");
    private static final String[] QUOTES = {"\"\"", "''", "“”", "„“", "»«", "«»", "‘’", "「」"};

    private static final Pattern INTRODUCTION = Pattern.compile(
            "(?:\\*\\*|#{1,4} )?"
                    + "(?:(?:sure|certainly|of course|okay|ok|absolutely)[,.!]{0,2} {1,2})?"
                    + "(?:" + String.join("|", english(), german(), french(), spanish()) + ")"
                    + " ?(?:\\*\\*)?:(?:\\*\\*)?\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    private Replies() {}

    /** Returns true if {@code reply} is the word that says that nothing is wrong. */
    static boolean isUnchanged(String reply) {
        return UNCHANGED.matcher(reply).matches();
    }

    /**
     * Returns the corrected answer in {@code reply}, by the rules above.
     *
     * @throws CorrectionRejectedException if it can't be told apart from other text
     */
    static String corrected(String reply, String original, Frame frame) {
        String stripped = reply.strip();
        if (isUnchanged(stripped)) {
            return original;
        }
        String unwrapped = unwrapped(stripped, original, frame);
        if (isUnchanged(unwrapped)) {
            return original;
        }
        requireUnmixed(unwrapped, original);
        if (frame.isIn(unwrapped, 0)) {
            throw frameRepeated();
        }
        boolean same = withLineFeeds(unwrapped).equals(withLineFeeds(original.strip()));
        return same ? original : leadingSpace(original) + unwrapped + trailingSpace(original);
    }

    /** Returns true if {@code beginning}, that of a reply, is the word, whether it goes on or not. */
    static boolean beginsUnchanged(String beginning) {
        return BEGINS_UNCHANGED.matcher(beginning).lookingAt();
    }

    /** Returns true if {@code beginning} has nothing but noise and a part of the word, so that only more text can tell. */
    static boolean mayBecomeUnchanged(String beginning) {
        Matcher noise = LEADING_NOISE.matcher(beginning);
        return noise.lookingAt() && "UNCHANGED".startsWith(beginning.substring(noise.end()));
    }

    /** Returns the length of the introduction at the beginning of {@code stripped}, unless the original answer has one, too. */
    static int introduction(String stripped, String original) {
        Matcher introduction = INTRODUCTION.matcher(stripped);
        boolean own = INTRODUCTION.matcher(original.strip()).lookingAt();
        return !own && introduction.lookingAt() ? introduction.end() : 0;
    }

    /** Returns true if {@code text} begins with something that may be around everything, which only its end can tell. */
    static boolean mayBeWrapped(String text, Frame frame) {
        return text.startsWith("```")
                || text.startsWith("~~~")
                || text.startsWith(frame.open(Frame.Tag.ANSWER))
                || Stream.of(QUOTES).anyMatch(pair -> text.startsWith(pair.substring(0, 1)));
    }

    static String leadingSpace(String original) {
        String rest = original.stripLeading();
        return original.substring(0, original.length() - rest.length());
    }

    private static String trailingSpace(String original) {
        return original.substring(original.stripTrailing().length());
    }

    static CorrectionRejectedException frameRepeated() {
        return new CorrectionRejectedException(
                "the model repeated tags of the prompt; check that the prompt asks for the"
                        + " corrected answer alone, or use a more capable model");
    }

    private static void requireUnmixed(String stripped, String original) {
        boolean mixed = beginsUnchanged(stripped) || stripped.lines().anyMatch(Replies::isUnchanged);
        if (mixed && !original.contains("UNCHANGED")) {
            throw new CorrectionRejectedException("the model said UNCHANGED and more, so that it can't be told which it"
                    + " meant; check that the prompt asks for one of the two");
        }
    }

    private static String unwrapped(String stripped, String original, Frame frame) {
        String text = stripped.substring(introduction(stripped, original));
        text = withoutFence(text, original.strip()).strip();
        text = withoutTags(text, frame).strip();
        return withoutQuotes(text, original.strip()).strip();
    }

    private static String withoutFence(String text, String original) {
        boolean own = original.startsWith("```") || original.startsWith("~~~");
        Matcher opening = FENCE.matcher(text);
        if (own || !opening.lookingAt()) {
            return text;
        }
        String fence = opening.group(1);
        String rest = text.substring(opening.end());
        if (!rest.endsWith(fence)) {
            return text;
        }
        String code = rest.substring(0, rest.length() - fence.length());
        return hasLine(code, fence) ? text : code;
    }

    private static boolean hasLine(String text, String fence) {
        return text.lines().anyMatch(line -> line.stripLeading().startsWith(fence));
    }

    private static String withoutTags(String text, Frame frame) {
        String open = frame.open(Frame.Tag.ANSWER);
        String close = frame.close(Frame.Tag.ANSWER);
        return text.startsWith(open) && text.endsWith(close) && text.length() >= open.length() + close.length()
                ? text.substring(open.length(), text.length() - close.length())
                : text;
    }

    private static String withoutQuotes(String text, String original) {
        Optional<String> pair =
                Stream.of(QUOTES).filter(quotes -> isQuoted(text, quotes)).findFirst();
        return pair.isPresent() && !isQuoted(original, pair.get()) ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean isQuoted(String text, String pair) {
        if (text.length() < 2 || text.charAt(0) != pair.charAt(0) || text.charAt(text.length() - 1) != pair.charAt(1)) {
            return false;
        }
        String inside = text.substring(1, text.length() - 1);
        return inside.indexOf(pair.charAt(0)) < 0 && inside.indexOf(pair.charAt(1)) < 0;
    }

    private static String withLineFeeds(String text) {
        return text.replace("\r\n", "\n");
    }

    private static String english() {
        String what = "(?:answer|response|version|text|reply|correction|revision|rewrite)";
        return "(?:here(?:['’]s| is| are)|below is|this is) [^\\n:.!?]{0,50}?\\b" + what + "\\b[^\\n:.!?]{0,30}"
                + "|(?:the )?(?:corrected|revised|improved|edited|rewritten|updated|final) " + what;
    }

    private static String german() {
        String what = "(?:antwort|fassung|version|korrektur)";
        return "(?:hier ist|hier kommt|hier die) ?[^\\n:.!?]{0,50}?\\b" + what + "\\b[^\\n:.!?]{0,30}"
                + "|(?:die )?(?:korrigierte|überarbeitete|verbesserte) " + what;
    }

    private static String french() {
        String what = "(?:réponse|version|correction)";
        return "voici [^\\n:.!?]{0,50}?\\b" + what + "\\b[^\\n:.!?]{0,30}|(?:la )?" + what
                + " (?:corrigée|révisée|améliorée)";
    }

    private static String spanish() {
        String what = "(?:respuesta|versión|corrección)";
        return "(?:aquí está|aquí tienes|esta es) [^\\n:.!?]{0,50}?\\b" + what + "\\b[^\\n:.!?]{0,30}|(?:la )?" + what
                + " (?:corregida|revisada|mejorada)";
    }
}
