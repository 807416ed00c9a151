package io.github.aligner4j.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Pieces of text that nobody has heard. */
final class HeldText {

    private final List<String> pieces = new ArrayList<>();

    void add(String piece) {
        pieces.add(piece);
    }

    /** Tells all pieces to {@code hearer}, and forgets them. */
    void release(Consumer<String> hearer) {
        pieces.forEach(hearer);
        pieces.clear();
    }

    String text() {
        return String.join("", pieces);
    }

    boolean isBlank() {
        return pieces.stream().allMatch(String::isBlank);
    }

    boolean isWhole(String text) {
        return text.equals(text());
    }
}
