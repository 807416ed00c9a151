// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of a strategy, read from a prompt file. Immutable.
 *
 * <p>The format of a prompt file, in UTF-8:
 *
 * <pre>{@code
 * # Comments, before the first section only.
 * strategy: rewrite
 * version: 1
 *
 * [edit.system]
 * You correct answers.
 *
 * {principles}
 *
 * [edit.user]
 * {question}
 *
 * {answer}
 * }</pre>
 *
 * <p>A section is the message of a role ({@link PromptRole}), to the system or the user. Its places are filled for each call:
 * {@code {question}}, {@code {answer}}, {@code {context}} (retrieved passages), {@code {conversation}}, {@code {feedback}} and {@code
 * {candidates}} with texts in tags of their own that no text can forge, {@code {principles}} with a numbered list, {@code {labels}}
 * with one label on each line. A paragraph is left out if it has places and all of them are empty.
 *
 * <p>If {@code edit} has no system message, it goes on with the conversation that ended with the feedback.
 *
 * <p>The model answers {@code edit} with the corrected answer alone and {@code feedback} with what is wrong, or either with the
 * single word {@code UNCHANGED}; {@code select} and {@code judge} with the number of a candidate, {@code detect} with a label, {@code
 * compare} with a reason and a line {@code VERDICT: 1}, {@code VERDICT: 2} or {@code VERDICT: TIE} before or after it.
 */
@Incubating
public final class Prompts {

    private static final Set<String> NAMES = Set.of(
            "rewrite",
            "self-critique",
            "self-refine",
            "constitution",
            "feedback-edit-select",
            "judge",
            "detect",
            "compare");

    private static final int FINGERPRINT_BYTES = 4;

    private final PromptStrategy strategy;
    private final String version;
    private final Map<String, MessageTemplate> messages;

    Prompts(PromptStrategy strategy, String version, Map<String, MessageTemplate> messages) {
        this.strategy = strategy;
        this.version = version;
        this.messages = Map.copyOf(messages);
    }

    /**
     * Returns the prompts of this library with a name: that of their strategy.
     *
     * @throws IllegalArgumentException if there are none, with the choices
     */
    public static Prompts byName(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("prompt must be the path of a prompt file or one of "
                    + NAMES.stream().sorted().toList() + ", but was '" + name + "'");
        }
        try (InputStream file = Prompts.class.getResourceAsStream(name + ".prompt")) {
            if (file == null) {
                throw new IllegalStateException("the prompt file '" + name + "' is missing from aligner-core's jar");
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the prompt file '" + name + "' can't be read from aligner-core's jar", e);
        }
    }

    /**
     * Returns the prompts in a file.
     *
     * @throws UncheckedIOException if it can't be read
     * @throws IllegalArgumentException if it is not a prompt file
     */
    public static Prompts of(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the prompt file '" + file + "' can't be read; name a file in UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("prompt file '" + file + "': " + e.getMessage(), e);
        }
    }

    /**
     * Returns the prompts of this library with a name, or those in a file.
     *
     * @param nameOrFile a name of {@link #byName}, or the path of a file
     * @throws IllegalArgumentException if it is neither, or the file is not a prompt file
     */
    public static Prompts named(String nameOrFile) {
        boolean isFile = !NAMES.contains(nameOrFile) && Files.isRegularFile(Path.of(nameOrFile));
        return isFile ? of(Path.of(nameOrFile)) : byName(nameOrFile);
    }

    /**
     * Returns the prompts in the text of a prompt file.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static Prompts parse(String text) {
        return new PromptFile(text).prompts();
    }

    /** Returns the order of the calls. */
    public PromptStrategy strategy() {
        return strategy;
    }

    /** Returns the version that the file states. */
    public String version() {
        return version;
    }

    /**
     * Returns a fingerprint of the messages' texts, eight hexadecimal digits, which tells prompts apart that state the same version.
     */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, MessageTemplate> message : new TreeMap<>(messages).entrySet()) {
                String section =
                        "[" + message.getKey() + "]\n" + message.getValue().text() + "\n";
                digest.update(section.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the strategy and the version, such as {@code rewrite/1}. */
    String id() {
        return strategy.id() + '/' + version;
    }

    /** Returns the strategy and the version. */
    @Override
    public String toString() {
        return "Prompts[" + strategy.id() + ", version " + version + "]";
    }

    /** Returns the messages of a call in {@code role}. */
    List<Turn> render(PromptRole role, PromptInputs inputs, Frame frame) {
        List<Turn> turns = new ArrayList<>();
        MessageTemplate system = messages.get(role.id() + ".system");
        if (system != null) {
            turns.add(new Turn(Turn.Role.SYSTEM, system.render(inputs, frame)));
        } else if (continues(role)) {
            turns.addAll(render(PromptRole.FEEDBACK, inputs.withFeedback(""), frame));
            turns.add(new Turn(Turn.Role.ASSISTANT, inputs.feedback()));
        }
        @Nullable MessageTemplate user = messages.get(role.id() + ".user");
        if (user != null) {
            turns.add(new Turn(Turn.Role.USER, user.render(inputs, frame)));
        }
        return turns;
    }

    /**
     * Returns the frame of a call in {@code role}. Feedback that is a message of its own is in no tags and may repeat those around the
     * texts, so it doesn't change them.
     */
    Frame frame(PromptRole role, PromptInputs inputs) {
        MessageTemplate user = messages.get(role.id() + ".user");
        boolean own = !messages.containsKey(role.id() + ".system")
                && continues(role)
                && (user == null || !user.places().contains(Place.FEEDBACK));
        return (own ? inputs.withFeedback("") : inputs).frame();
    }

    /** Returns true if a call in {@code role} goes on with the conversation of the feedback. */
    private boolean continues(PromptRole role) {
        return role == PromptRole.EDIT && strategy.roles().contains(PromptRole.FEEDBACK);
    }
}
