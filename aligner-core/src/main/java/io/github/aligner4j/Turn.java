package io.github.aligner4j;

import java.util.Objects;

/**
 * One message of a conversation.
 *
 * @param role who said it
 * @param text what was said
 */
public record Turn(Role role, String text) {

    /** Checks that nothing is missing. */
    public Turn {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(text, "text");
    }

    /** Who said something. */
    public enum Role {
        /** The application. */
        SYSTEM,
        /** The person who asks. */
        USER,
        /** The upstream model. */
        ASSISTANT
    }
}
