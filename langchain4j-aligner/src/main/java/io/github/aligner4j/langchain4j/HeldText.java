// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Text that is held back, in the pieces in which it arrived. */
final class HeldText {

    private final List<String> pieces = new ArrayList<>();

    void add(String piece) {
        pieces.add(piece);
    }

    /** Passes all pieces to {@code listener}, and removes them. */
    void release(Consumer<String> listener) {
        pieces.forEach(listener);
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
