// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The systems and chat models of a comparison, from {@code compare.yaml} and the command line.
 *
 * @param title the report's title; empty for a default
 * @param seed the seed; empty for a default
 * @param chatModels the chat models by their names
 * @param systems the systems by their names, in their order
 * @param judging the judges
 * @param scoring the scores besides those that every comparison has
 */
record CompareConfig(
        String title,
        OptionalLong seed,
        Map<String, ChatModelSpec> chatModels,
        Map<String, CompareSystem> systems,
        JudgingSettings judging,
        ScoringSettings scoring) {

    /** The configuration without a file. */
    static final CompareConfig EMPTY = new CompareConfig(
            "", OptionalLong.empty(), Map.of(), Map.of(), JudgingSettings.DEFAULT, ScoringSettings.NONE);

    CompareConfig {
        chatModels = Map.copyOf(chatModels);
        systems = new LinkedHashMap<>(systems);
    }

    /**
     * Reads {@code compare.yaml}.
     *
     * @throws IOException if it can't be read
     * @throws IllegalArgumentException if it is wrong, with the line
     */
    static CompareConfig read(Path file) throws IOException {
        return new CompareYaml(YamlNode.read(file)).config();
    }

    /**
     * Returns a copy with the systems of the command line after the others.
     *
     * @param specs the systems' one-line forms by their names
     */
    CompareConfig withSystems(Map<String, String> specs) {
        Map<String, CompareSystem> all = new LinkedHashMap<>(systems);
        specs.forEach((name, spec) -> {
            requireFree(name, all);
            try {
                all.put(name, CompareSystem.of(name, new CompareSpec(all).parse(spec)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--system " + name + ": " + e.getMessage(), e);
            }
        });
        return new CompareConfig(title, seed, chatModels, all, judging, scoring);
    }

    /** Returns a copy with other judges and another model that decides whether meaning was kept. */
    CompareConfig with(JudgingSettings otherJudging, String meaningJudge) {
        ScoringSettings set = meaningJudge.isEmpty() ? scoring : scoring.withMeaningJudge(meaningJudge);
        return new CompareConfig(title, seed, chatModels, systems, otherJudging, set);
    }

    /**
     * Returns the chat model of this name, or at this address.
     *
     * @throws IllegalArgumentException if it is neither
     */
    ChatModelSpec chatModel(String nameOrAddress) {
        ChatModelSpec known = chatModels.get(nameOrAddress);
        if (known != null) {
            return known;
        }
        if (!ChatModelSpec.isAddress(nameOrAddress)) {
            String names = chatModels.isEmpty() ? "none" : String.join(", ", chatModels.keySet());
            throw new IllegalArgumentException(
                    "there is no chat model '" + nameOrAddress + "'; 'chat-models' of --config has " + names
                            + "; add it there, or give http://HOST:PORT#MODEL, a checkpoint's folder or hf://ORG/REPO");
        }
        return ChatModelSpec.ofAddress(nameOrAddress);
    }

    /**
     * Returns the currency of all prices; empty without any.
     *
     * @throws IllegalArgumentException if there are several, whose costs could not be added
     */
    String currency() {
        Set<String> currencies = new TreeSet<>();
        chatModels.values().forEach(model -> model.price().ifPresent(price -> currencies.add(price.currency())));
        systems.values().forEach(system -> system.price().ifPresent(price -> currencies.add(price.currency())));
        if (currencies.size() > 1) {
            throw new IllegalArgumentException("all prices must be in one currency, but there are "
                    + String.join(" and ", currencies) + "; convert them");
        }
        return currencies.isEmpty() ? "" : currencies.iterator().next();
    }

    /** Returns the chat models that systems, judges and scores ask, by name or address. */
    List<String> usedChatModels() {
        List<String> used = new ArrayList<>(judging.chatModels());
        systems.values().forEach(system -> system.kind().addChatModels(used));
        if (!scoring.meaningJudge().isEmpty()) {
            used.add(scoring.meaningJudge());
        }
        return used.stream().distinct().toList();
    }

    /** Returns the systems in their order. */
    List<CompareSystem> systemList() {
        return new ArrayList<>(systems.values());
    }

    /** Checks that a name is neither taken nor one of those that every comparison has. */
    static void requireFree(String name, Map<String, CompareSystem> taken) {
        if (CompareSystems.RESERVED.contains(name)) {
            throw new IllegalArgumentException("a system must not be named '" + name
                    + "', as that one is always there or" + " comes from the rows; choose another name");
        }
        CompareSystem.requireName("a system's name", name);
        String key = Objects.requireNonNull(name).toLowerCase(Locale.ROOT);
        if (taken.values().stream().anyMatch(each -> each.key().equals(key))) {
            throw new IllegalArgumentException(
                    "there are two systems named '" + name + "'; each needs a name of its own, not only in capitals");
        }
    }
}
