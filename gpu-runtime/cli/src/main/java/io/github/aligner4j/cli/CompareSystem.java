// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.Price;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A system of a comparison, as it is configured.
 *
 * @param name its name, which also names its file of answers
 * @param kind the kind, with its options
 * @param description the description for readers of the report; empty for that of {@code kind}
 * @param conversation true if it is shown the messages before the question
 * @param price the price of its own tokens, if they cost money; those of chat models have the price of the chat model
 */
record CompareSystem(String name, Kind kind, String description, boolean conversation, Optional<Price> price) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** The names that no file can have on Windows, also before an extension. */
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?");

    CompareSystem {
        requireName("a system's name", name);
    }

    /** Returns a system without a price. */
    static CompareSystem of(String name, Kind kind) {
        return new CompareSystem(name, kind, "", true, Optional.empty());
    }

    /** Returns the name of the file of its answers. */
    String fileName() {
        return name + ".jsonl";
    }

    /** Returns the name in lower case: on some disks, files whose names differ in case only are the same. */
    String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Returns a copy that is shown the messages before the question only if {@code conversation} is true, too. */
    CompareSystem withConversation(boolean shown) {
        return new CompareSystem(name, kind, description, conversation && shown, price);
    }

    /** Returns what the system is shown of {@code row}. */
    CorrectionRequest request(ComparisonRow row) {
        return conversation ? row.request() : row.request().withConversation(List.of());
    }

    /** Returns what the system is made of, for readers of the report. */
    String explained() {
        String made = description.isEmpty() ? kind.toString() : description;
        return conversation || !kind.asksModels() ? made : made + ", without the conversation";
    }

    static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " must be 1 to 64 letters, digits, dots, underscores and hyphens,"
                    + " and begin with a letter or digit, but was '" + name + "'");
        }
        if (DEVICE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " names a file, but Windows has a device named '" + name + "'; choose another name");
        }
    }

    /** A kind of system. Its text describes it. */
    sealed interface Kind {

        /** Returns whether models are asked. */
        default boolean asksModels() {
            return true;
        }

        /** Adds the names or addresses of the chat models that are asked. */
        default void addChatModels(List<String> used) {}
    }

    /** The answers of the rows as they are. */
    record Original() implements Kind {
        @Override
        public boolean asksModels() {
            return false;
        }

        @Override
        public String toString() {
            return "the answers as they are";
        }
    }

    /** The corrections by people. */
    record Reference() implements Kind {
        @Override
        public boolean asksModels() {
            return false;
        }

        @Override
        public String toString() {
            return "corrections by people";
        }
    }

    /**
     * Answers that were recorded before.
     *
     * @param file the file; empty for the corrections in the rows themselves
     * @param field the field with the answer; empty for the first of {@code correction}, {@code output} and {@code answer}
     */
    record Recorded(Optional<Path> file, String field) implements Kind {
        @Override
        public boolean asksModels() {
            return false;
        }

        @Override
        public String toString() {
            return file.map(path -> "answers recorded in " + path.getFileName())
                    .orElse("the corrections that were recorded with the answers");
        }
    }

    /**
     * An Aligner in this JVM.
     *
     * @param source the checkpoint
     * @param adapters its adapters, each of which corrects the answer of the one before
     * @param options the other options
     */
    record Checkpoint(String source, List<String> adapters, CheckpointSettings options) implements Kind {
        @Override
        public String toString() {
            String with = adapters.isEmpty() ? "" : " with " + String.join(", then ", adapters);
            return "Aligner " + source + with + options;
        }
    }

    /**
     * The options of a checkpoint.
     *
     * @param strength the strength of the steering vector; empty for that of its {@code aligner.json}
     * @param threshold the threshold of the detector; likewise
     * @param copyBias the bias towards the answer; likewise
     * @param template the template that replaces that of its {@code aligner.json}; empty for that
     */
    record CheckpointSettings(
            OptionalDouble strength, OptionalDouble threshold, OptionalDouble copyBias, String template) {

        static final CheckpointSettings DEFAULT =
                new CheckpointSettings(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), "");

        @Override
        public String toString() {
            Map<String, String> set = new LinkedHashMap<>();
            strength.ifPresent(value -> set.put("strength", String.valueOf(value)));
            threshold.ifPresent(value -> set.put("threshold", String.valueOf(value)));
            copyBias.ifPresent(value -> set.put("copy bias", String.valueOf(value)));
            if (!template.isEmpty()) {
                set.put("template", template);
            }
            return set.entrySet().stream()
                    .map(each -> ", " + each.getKey() + " " + each.getValue())
                    .collect(Collectors.joining());
        }
    }

    /**
     * A chat model with a prompt.
     *
     * @param prompt the name of a prompt of this library, or a prompt file
     * @param chatModel the name of the chat model
     * @param options the other options
     */
    record Prompted(String prompt, String chatModel, PromptSettings options) implements Kind {
        @Override
        public String toString() {
            return "prompt " + prompt + " for " + chatModel + options;
        }

        @Override
        public void addChatModels(List<String> used) {
            used.add(chatModel);
        }
    }

    /**
     * The options of a prompt.
     *
     * @param principles the principles; empty for the default ones
     * @param maxRounds the maximum number of rounds; empty for the default
     * @param samples the number of samples; likewise
     * @param temperature the sampling temperature; likewise
     * @param maxNewTokens the maximum number of tokens of a reply; likewise
     */
    record PromptSettings(
            List<String> principles,
            OptionalInt maxRounds,
            OptionalInt samples,
            OptionalDouble temperature,
            OptionalInt maxNewTokens) {

        static final PromptSettings DEFAULT = new PromptSettings(
                List.of(), OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.empty(), OptionalInt.empty());

        PromptSettings {
            principles = List.copyOf(principles);
        }

        @Override
        public String toString() {
            return principles.isEmpty() ? "" : ", principles: " + String.join("; ", principles);
        }
    }

    /**
     * Systems in a row: each corrects the answer of the one before.
     *
     * @param layers the systems
     */
    record Stack(List<CompareSystem> layers) implements Kind {
        Stack {
            layers = List.copyOf(layers);
            if (layers.size() < 2) {
                throw new IllegalArgumentException("a stack needs at least two systems, but has " + layers.size());
            }
        }

        @Override
        public boolean asksModels() {
            return layers.stream().anyMatch(layer -> layer.kind().asksModels());
        }

        @Override
        public void addChatModels(List<String> used) {
            layers.forEach(layer -> layer.kind().addChatModels(used));
        }

        @Override
        public String toString() {
            return layers.stream().map(CompareSystem::explained).collect(Collectors.joining(", then "));
        }
    }
}
