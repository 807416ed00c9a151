package io.github.aligner4j.langchain4j;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text that is known all at once into words, so that it still reads, and can be cancelled, like a stream. */
final class TextChunker {

    private static final Pattern WORD = Pattern.compile("\\s*\\S+(\\s+\\z)?|\\s+");

    private TextChunker() {}

    /** Gives {@code pieces} the words of {@code text}, each with the white space before it; together they are the text. */
    static void of(String text, Consumer<String> pieces) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            pieces.accept(word.group());
        }
    }
}
