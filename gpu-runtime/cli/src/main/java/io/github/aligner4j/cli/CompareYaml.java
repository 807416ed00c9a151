// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.cli.CompareSystem.Checkpoint;
import io.github.aligner4j.cli.CompareSystem.CheckpointSettings;
import io.github.aligner4j.cli.CompareSystem.Kind;
import io.github.aligner4j.cli.CompareSystem.PromptSettings;
import io.github.aligner4j.cli.CompareSystem.Prompted;
import io.github.aligner4j.cli.CompareSystem.Recorded;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.evaluation.judge.Aspects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code compare.yaml}; docs/guide/compare.md describes it. Unknown keys are errors with their line. */
final class CompareYaml {

    private static final Set<String> FIELDS = Set.of(
            "title",
            "seed",
            "chat-models",
            "systems",
            "judges",
            "judge-prompt",
            "aspects",
            "baselines",
            "scores",
            "meaning-judge");
    private static final Set<String> COMMON = Set.of("description", "conversation");
    private static final Set<String> CHECKPOINT =
            Set.of("checkpoint", "adapter", "strength", "threshold", "copy-bias", "template", "price");
    private static final Set<String> PROMPT =
            Set.of("prompt", "chat-model", "principles", "max-rounds", "samples", "temperature", "max-new-tokens");
    private static final Set<String> FILE = Set.of("file", "field", "price");
    private static final Set<String> STACK = Set.of("stack");
    private static final Set<String> CHAT_MODEL =
            Set.of("checkpoint", "engine", "base-url", "model", "api-key-env", "contents-are-text", "timeout", "price");

    private final YamlNode root;

    CompareYaml(YamlNode root) {
        this.root = root;
    }

    /** Returns the configuration. */
    CompareConfig config() {
        Map<String, YamlNode> fields = root.fields(FIELDS);
        YamlNode seed = fields.get("seed");
        return new CompareConfig(
                text(fields.get("title")),
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed.integer(0)),
                chatModels(fields.get("chat-models")),
                systems(fields.get("systems")),
                judging(fields),
                ScoringSettings.read(fields.get("scores"), fields.get("meaning-judge")));
    }

    private static JudgingSettings judging(Map<String, YamlNode> fields) {
        JudgingSettings set = JudgingSettings.DEFAULT;
        YamlNode judges = fields.get("judges");
        YamlNode prompt = fields.get("judge-prompt");
        YamlNode aspects = fields.get("aspects");
        YamlNode baselines = fields.get("baselines");
        return new JudgingSettings(
                judges == null ? set.judges() : judges.texts(),
                prompt == null ? set.prompt() : file(prompt),
                aspects == null
                        ? set.aspects()
                        : aspects.elements().stream()
                                .map(each -> each.map(Aspects::of))
                                .toList(),
                baselines == null ? set.baselines() : baselines.texts(),
                set.attempts(),
                set.margin());
    }

    /** Returns the path of a file beside the configuration, or the text itself if there is none. */
    private static String file(YamlNode node) {
        Path file = node.resolve(node.text());
        return Files.isRegularFile(file) ? file.toString() : node.text();
    }

    private static Map<String, ChatModelSpec> chatModels(@Nullable YamlNode node) {
        Map<String, ChatModelSpec> models = new LinkedHashMap<>();
        if (node != null) {
            node.entries().forEach((name, value) -> models.put(name, chatModel(name, value)));
        }
        return models;
    }

    private static ChatModelSpec chatModel(String name, YamlNode node) {
        Map<String, YamlNode> fields = node.fields(CHAT_MODEL);
        Optional<Price> price = price(fields.get("price"));
        YamlNode checkpoint = fields.get("checkpoint");
        YamlNode url = fields.get("base-url");
        if ((checkpoint == null) == (url == null)) {
            throw node.error("needs either 'checkpoint' or 'base-url'");
        }
        if (checkpoint != null) {
            requireOnly(fields, Set.of("checkpoint", "price"), "a chat model with a 'checkpoint'");
            return new ChatModelSpec(name, source(checkpoint), Optional.empty(), price);
        }
        YamlNode timeout = fields.get("timeout");
        YamlNode engine = fields.get("engine");
        return new ChatModelSpec(
                name,
                "",
                Optional.of(new ChatModelSpec.Endpoint(
                        engine == null ? "openai" : engine.text(),
                        url.texts(),
                        text(fields.get("model")),
                        text(fields.get("api-key-env")),
                        bool(fields.get("contents-are-text"), false),
                        timeout == null ? ChatModelSpec.Endpoint.DEFAULT_TIMEOUT : timeout.map(CompareYaml::duration))),
                price);
    }

    private static Map<String, CompareSystem> systems(@Nullable YamlNode node) {
        Map<String, CompareSystem> systems = new LinkedHashMap<>();
        if (node != null) {
            node.entries().forEach((name, value) -> {
                requireFree(name, value, systems);
                systems.put(name, system(name, value, systems));
            });
        }
        return systems;
    }

    private static void requireFree(String name, YamlNode place, Map<String, CompareSystem> systems) {
        try {
            CompareConfig.requireFree(name, systems);
        } catch (IllegalArgumentException e) {
            throw place.failure(String.valueOf(e.getMessage()));
        }
    }

    private static CompareSystem system(String name, YamlNode node, Map<String, CompareSystem> before) {
        CompareSpec spec = new CompareSpec(before);
        if (!node.isMapping()) {
            return CompareSystem.of(name, node.map(spec::parse));
        }
        Set<String> own = ownFields(node);
        Map<String, YamlNode> fields = node.fields(union(own, COMMON));
        return new CompareSystem(
                name,
                kind(fields, own, spec),
                text(fields.get("description")),
                bool(fields.get("conversation"), true),
                price(fields.get("price")));
    }

    /** Returns the fields that a system may have, by the one that says what it is. */
    private static Set<String> ownFields(YamlNode node) {
        Set<String> given = node.entries().keySet();
        Map<String, Set<String>> kinds =
                Map.of("checkpoint", CHECKPOINT, "prompt", PROMPT, "file", FILE, "stack", STACK);
        List<String> chosen = kinds.keySet().stream().filter(given::contains).toList();
        if (chosen.size() != 1) {
            throw node.error("needs exactly one of 'checkpoint', 'prompt', 'file' and 'stack', but has "
                    + (chosen.isEmpty()
                            ? "none"
                            : String.join(", ", chosen.stream().sorted().toList())));
        }
        return kinds.getOrDefault(chosen.get(0), Set.of());
    }

    private static Kind kind(Map<String, YamlNode> fields, Set<String> own, CompareSpec spec) {
        if (own.equals(CHECKPOINT)) {
            return checkpoint(fields);
        }
        if (own.equals(PROMPT)) {
            return prompted(fields);
        }
        if (own.equals(FILE)) {
            YamlNode file = required(fields, "file");
            return new Recorded(Optional.of(file.resolve(file.text())), text(fields.get("field")));
        }
        YamlNode stack = required(fields, "stack");
        try {
            return spec.stack(stack.texts());
        } catch (IllegalArgumentException e) {
            throw stack.failure("'stack': " + e.getMessage());
        }
    }

    private static Checkpoint checkpoint(Map<String, YamlNode> fields) {
        YamlNode adapter = fields.get("adapter");
        List<String> adapters = adapter == null
                ? List.of()
                : adapter.elements().stream().map(CompareYaml::source).toList();
        CheckpointSettings options = new CheckpointSettings(
                number(fields.get("strength")),
                number(fields.get("threshold")),
                number(fields.get("copy-bias")),
                text(fields.get("template")));
        return new Checkpoint(source(required(fields, "checkpoint")), adapters, options);
    }

    private static Prompted prompted(Map<String, YamlNode> fields) {
        YamlNode prompt = required(fields, "prompt");
        YamlNode chatModel = fields.get("chat-model");
        if (chatModel == null) {
            throw prompt.error("needs a 'chat-model' beside it");
        }
        YamlNode principles = fields.get("principles");
        PromptSettings options = new PromptSettings(
                principles == null ? List.of() : principles.texts(),
                integer(fields.get("max-rounds")),
                integer(fields.get("samples")),
                number(fields.get("temperature")),
                integer(fields.get("max-new-tokens")));
        return new Prompted(file(prompt), chatModel.text(), options);
    }

    private static Optional<Price> price(@Nullable YamlNode node) {
        if (node == null) {
            return Optional.empty();
        }
        Map<String, YamlNode> fields = node.fields(Set.of("input", "output", "currency"));
        YamlNode currency = fields.get("currency");
        double input = required(node, fields, "input").number();
        double output = required(node, fields, "output").number();
        try {
            return Optional.of(new Price(input, output, currency == null ? "USD" : currency.text()));
        } catch (IllegalArgumentException e) {
            throw node.failure(String.valueOf(e.getMessage()));
        }
    }

    /** Returns a checkpoint or adapter; a folder is relative to the file, if it is there. */
    static String source(YamlNode node) {
        String text = node.text();
        Path folder = text.startsWith("embedded") || HubModels.isHub(text) ? Path.of("") : node.resolve(text);
        return Files.isDirectory(folder) && !folder.toString().isEmpty() ? folder.toString() : text;
    }

    private static void requireOnly(Map<String, YamlNode> fields, Set<String> allowed, String what) {
        fields.forEach((name, value) -> {
            if (!allowed.contains(name)) {
                throw value.failure("'" + name + "' has no effect on " + what + "; remove it");
            }
        });
    }

    private static YamlNode required(Map<String, YamlNode> fields, String name) {
        YamlNode value = fields.get(name);
        if (value == null) {
            YamlNode any = fields.values().iterator().next();
            throw any.failure("'" + name + "' must have a value");
        }
        return value;
    }

    private static YamlNode required(YamlNode node, Map<String, YamlNode> fields, String name) {
        YamlNode value = fields.get(name);
        if (value == null) {
            throw node.error("needs '" + name + "'");
        }
        return value;
    }

    /** Parses a duration such as {@code 90s}, {@code 2m} or {@code PT90S}. */
    private static Duration duration(String text) {
        String iso = text.toUpperCase(Locale.ROOT);
        try {
            Duration duration = Duration.parse(iso.startsWith("P") ? iso : "PT" + iso);
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Reported below, with the forms that are understood.
        }
        throw new IllegalArgumentException("a duration must be above zero, such as 90s or 2m, but was '" + text + "'");
    }

    private static String text(@Nullable YamlNode node) {
        return node == null ? "" : node.text();
    }

    private static boolean bool(@Nullable YamlNode node, boolean other) {
        return node == null ? other : node.bool();
    }

    private static OptionalDouble number(@Nullable YamlNode node) {
        return node == null ? OptionalDouble.empty() : OptionalDouble.of(node.number());
    }

    private static OptionalInt integer(@Nullable YamlNode node) {
        return node == null ? OptionalInt.empty() : OptionalInt.of(node.integer(1));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
