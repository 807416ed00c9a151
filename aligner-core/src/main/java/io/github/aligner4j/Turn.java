// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.Objects;

/**
 * A message of a conversation.
 *
 * @param role the author's role
 * @param text the message
 */
public record Turn(Role role, String text) {

    /** Checks that no component is null. */
    public Turn {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(text, "text");
    }

    /** Returns the role and the length of the message; never quotes it. */
    @Override
    public String toString() {
        return "Turn[" + role + ", " + text.length() + " characters]";
    }

    /** The role of a message's author. */
    public enum Role {
        /** The application. */
        SYSTEM,
        /** The user. */
        USER,
        /** The upstream model. */
        ASSISTANT
    }
}
