package io.github.aligner4j.langchain4j;

import io.github.aligner4j.AlignerException;
import java.util.function.Consumer;

/** Passes corrected text on while it is written, and sees to it that it is the text that is returned in the end. */
final class HeardText implements Consumer<String> {

    private final Consumer<String> user;
    private final StringBuilder text = new StringBuilder();

    HeardText(Consumer<String> user) {
        this.user = user;
    }

    @Override
    public void accept(String piece) {
        text.append(piece);
        WordPieces.of(piece, user);
    }

    /** Passes on what an Aligner that takes no notice of listeners kept to itself. */
    void rest(String answer) {
        if (!answer.startsWith(text.toString())) {
            throw new AlignerException(
                    "the Aligner let " + text.length() + " characters be heard that do not begin the" + " answer of "
                            + answer.length() + " characters it returned; its correct(request, call) is broken");
        }
        WordPieces.of(answer.substring(text.length()), user);
    }
}
