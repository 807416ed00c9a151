// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.Turn;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A message of a chat. The role belongs to the frame of the prompt, so it must come from the program; the content is text.
 *
 * @param role the author's role, such as {@code user}, or any other that the template knows ({@code correction})
 * @param content the text of the message
 */
@Incubating
public record ChatMessage(String role, String content) {

    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /**
     * Checks the role.
     *
     * @throws IllegalArgumentException if the role is not 1 to 64 ASCII letters, digits, {@code _}, {@code .} and {@code -}
     */
    public ChatMessage {
        Objects.requireNonNull(content, "content");
        if (!ROLE.matcher(role).matches()) {
            throw new IllegalArgumentException(
                    "a role must be 1 to 64 ASCII letters, digits, '_', '.' and '-', but has " + role.length()
                            + " characters, one of which is none of these");
        }
    }

    /** Returns a message of the role {@code system}. */
    public static ChatMessage system(String content) {
        return new ChatMessage("system", content);
    }

    /** Returns a message of the role {@code user}. */
    public static ChatMessage user(String content) {
        return new ChatMessage("user", content);
    }

    /** Returns a message of the role {@code assistant}. */
    public static ChatMessage assistant(String content) {
        return new ChatMessage("assistant", content);
    }

    /** Returns the message of a turn. */
    public static ChatMessage of(Turn turn) {
        return new ChatMessage(turn.role().name().toLowerCase(Locale.ROOT), turn.text());
    }

    /** Returns the role and the length of the content; never quotes it. */
    @Override
    public String toString() {
        return "ChatMessage[" + role + ", " + content.length() + " characters]";
    }
}
