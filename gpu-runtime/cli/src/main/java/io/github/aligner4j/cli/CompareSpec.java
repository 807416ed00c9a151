// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.cli.CompareSystem.Checkpoint;
import io.github.aligner4j.cli.CompareSystem.CheckpointSettings;
import io.github.aligner4j.cli.CompareSystem.Kind;
import io.github.aligner4j.cli.CompareSystem.PromptSettings;
import io.github.aligner4j.cli.CompareSystem.Prompted;
import io.github.aligner4j.cli.CompareSystem.Recorded;
import io.github.aligner4j.cli.CompareSystem.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads the one-line form of a system. It is one of these:
 *
 * <ul>
 *   <li>{@code file:PATH} or {@code file:PATH,field=NAME}: recorded answers;
 *   <li>{@code prompted:PROMPT@CHATMODEL}: a chat model with a prompt;
 *   <li>a checkpoint, {@code embedded}, a folder or {@code hf://…}, and its options: {@code
 *       embedded,adapter=embedded:empathy,strength=1.5};
 *   <li>{@code A+B}: a stack of systems, each by its name or in one of these forms.
 * </ul>
 */
final class CompareSpec {

    /** The forms, for descriptions of options and for messages. */
    static final String FORMS =
            "a checkpoint (embedded, a folder or hf://ORG/REPO, with ,adapter= ,strength= ,threshold="
                    + " ,copy-bias= ,template=), file:PATH, prompted:PROMPT@CHATMODEL, or A+B for a stack";

    private static final String FILE = "file:";
    private static final String PROMPTED = "prompted:";

    private final Map<String, CompareSystem> known;

    /**
     * Creates a reader.
     *
     * @param known the systems that a stack may name
     */
    CompareSpec(Map<String, CompareSystem> known) {
        this.known = known;
    }

    /**
     * Returns what {@code spec} describes.
     *
     * @throws IllegalArgumentException if it is of no such form
     */
    Kind parse(String spec) {
        if (spec.isBlank()) {
            throw new IllegalArgumentException("a system is blank; give " + FORMS);
        }
        if (spec.startsWith(FILE)) {
            return recorded(spec.substring(FILE.length()));
        }
        if (spec.indexOf('+') > 0 && !Files.exists(Path.of(spec))) {
            return stack(List.of(spec.split("\\+", -1)));
        }
        return spec.startsWith(PROMPTED) ? prompted(spec.substring(PROMPTED.length())) : checkpoint(spec);
    }

    /**
     * Returns a stack of systems, each by its name or in one of the forms.
     *
     * @throws IllegalArgumentException if one of them is neither
     */
    Stack stack(List<String> parts) {
        List<CompareSystem> layers = new ArrayList<>();
        for (String part : parts) {
            CompareSystem named = known.get(part);
            layers.add(named != null ? named : CompareSystem.of("layer-" + (layers.size() + 1), parse(part)));
        }
        return new Stack(layers);
    }

    private static Recorded recorded(String text) {
        String[] parts = text.split(",field=", 2);
        return new Recorded(Optional.of(Path.of(parts[0])), parts.length > 1 ? parts[1] : "");
    }

    private static Prompted prompted(String text) {
        int at = text.indexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw new IllegalArgumentException(
                    "a prompted system must be of the form prompted:PROMPT@CHATMODEL, such as"
                            + " prompted:rewrite@http://localhost:8000#my-model, but was '" + PROMPTED + text + "'");
        }
        return new Prompted(text.substring(0, at), text.substring(at + 1), PromptSettings.DEFAULT);
    }

    private static Checkpoint checkpoint(String text) {
        String[] parts = text.split(",", -1);
        List<String> adapters = new ArrayList<>();
        CheckpointSettings options = CheckpointSettings.DEFAULT;
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String key = equals < 0 ? parts[i] : parts[i].substring(0, equals);
            String value = equals < 0 ? "" : parts[i].substring(equals + 1);
            if (key.equals("adapter") && !value.isBlank()) {
                adapters.add(value);
            } else {
                options = with(options, key, value);
            }
        }
        requireKnownForm(parts[0]);
        return new Checkpoint(parts[0], adapters, options);
    }

    private static CheckpointSettings with(CheckpointSettings set, String key, String value) {
        return switch (key) {
            case "strength" ->
                new CheckpointSettings(number(key, value), set.threshold(), set.copyBias(), set.template());
            case "threshold" ->
                new CheckpointSettings(set.strength(), number(key, value), set.copyBias(), set.template());
            case "copy-bias" ->
                new CheckpointSettings(set.strength(), set.threshold(), number(key, value), set.template());
            case "template" -> new CheckpointSettings(set.strength(), set.threshold(), set.copyBias(), value);
            default ->
                throw new IllegalArgumentException("a checkpoint's options are adapter=SOURCE, strength=X, threshold=X,"
                        + " copy-bias=X and template=ID, but one was '" + key + "'");
        };
    }

    private static OptionalDouble number(String key, String value) {
        try {
            return OptionalDouble.of(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a number, but was '" + value + "'", e);
        }
    }

    /** A word that is no folder is a mistyped name more often than a checkpoint. */
    private static void requireKnownForm(String source) {
        boolean known = source.startsWith("embedded") || HubModels.isHub(source) || Files.isDirectory(Path.of(source));
        if (!known) {
            throw new IllegalArgumentException("there is no checkpoint folder '" + source + "'; a system is " + FORMS);
        }
    }
}
