// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.correctors.JsonLiterals.Literal;
import io.github.aligner4j.correctors.ResponseSchema.Choice;
import io.github.aligner4j.correctors.Transformation.Likelihood;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The kind of answer that an intrinsic gives, to be read as a detection.
 *
 * @param choice the property with one of several strings, if that is all the answer has
 * @param categories the categories of a score, or null if the answer is a label
 * @param forced the beginning of the answer that is always the same, up to the category; null if the whole answer is generated
 */
record IntrinsicAnswer(
        @Nullable Choice choice,
        @Nullable Categories categories,
        @Nullable String forced) {

    /**
     * Returns the kind of {@code definition}'s answer.
     *
     * @throws IllegalArgumentException if it is neither a likelihood between 0 and 1 nor one of several strings
     */
    static IntrinsicAnswer of(IntrinsicDefinition definition) {
        @Nullable Choice choice = definition.schema().choice().orElse(null);
        Optional<Likelihood> likelihood = definition.transformations().stream()
                .filter(Likelihood.class::isInstance)
                .map(Likelihood.class::cast)
                .findFirst();
        if (likelihood.isPresent()) {
            Categories categories = new Categories(likelihood.get().values());
            requireProbabilities(definition, categories);
            return new IntrinsicAnswer(choice, categories, forced(choice, likelihood.get()));
        }
        if (choice == null) {
            throw new IllegalArgumentException("'" + definition.name()
                    + "' answers neither a likelihood nor one of several strings, so it can't be used as a detector");
        }
        Categories yesOrNo = yesOrNo(choice);
        return new IntrinsicAnswer(choice, yesOrNo, yesOrNo == null ? null : beginning(choice.property()));
    }

    /** Returns the beginning of the answer if the category of {@code likelihood} is all that it has. */
    private static @Nullable String forced(@Nullable Choice choice, Likelihood likelihood) {
        if (choice == null
                || !likelihood.path().steps().equals(List.of(choice.property()))
                || !likelihood.values().keySet().containsAll(choice.values())) {
            return null;
        }
        return beginning(choice.property());
    }

    private static void requireProbabilities(IntrinsicDefinition definition, Categories categories) {
        categories.values().forEach((category, value) -> {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a detector's values must be between 0 and 1, but '" + category
                        + "' of '" + definition.name() + "' is " + value);
            }
        });
    }

    private static @Nullable Categories yesOrNo(Choice choice) {
        Map<String, Double> values = new LinkedHashMap<>();
        choice.values().forEach(value -> values.put(value, YesOrNo.isYes(value) ? 1.0 : 0.0));
        boolean both = choice.values().size() == 2
                && choice.values().stream().anyMatch(YesOrNo::isYes)
                && choice.values().stream().anyMatch(YesOrNo::isNo);
        return both ? new Categories(values) : null;
    }

    /** Returns the beginning of a JSON object as Python's {@code json.dumps} writes it, which adapters are trained with. */
    private static String beginning(String property) {
        return "{\"" + property + "\": \"";
    }

    boolean scores() {
        return categories != null;
    }

    /** Reads the completion of a prompt that ends with {@link #forced}, if there is such a beginning. */
    Reading read(IntrinsicDefinition definition, Completion completion) {
        if (categories != null && forced != null) {
            String category = categories
                    .of(completion.text())
                    .orElseThrow(() -> new AlignerException("'" + definition.name() + "' answered none of "
                            + categories.values().keySet() + "; check that the adapter belongs to the checkpoint"));
            return new Reading(
                    null,
                    categories.expectedValue(category, completion.logprobs().get(0)));
        }
        JsonNode json = IntrinsicOutput.read(definition, completion, AlignerException::new);
        return categories == null ? label(completion) : new Reading(null, onlyNumber(definition, json));
    }

    /** Returns the string that was answered, and its probability among those that could have been. */
    private Reading label(Completion completion) {
        Choice all = Objects.requireNonNull(choice);
        IntrinsicOutput output = IntrinsicOutput.of(completion);
        Literal chosen = Objects.requireNonNull(output.literals().at(List.of(all.property())));
        Map<String, Double> values = new LinkedHashMap<>();
        all.values().forEach(value -> values.put(value, value.equals(chosen.text()) ? 1.0 : 0.0));
        double probability = new Categories(values).expectedValue(chosen.text(), output.positionAt(chosen));
        return new Reading(chosen.text(), probability);
    }

    private static double onlyNumber(IntrinsicDefinition definition, JsonNode json) {
        List<Double> numbers = new ArrayList<>();
        addNumbers(json, numbers);
        if (numbers.size() != 1 || !(numbers.get(0) >= 0 && numbers.get(0) <= 1)) {
            throw new AlignerException("the answer of '" + definition.name() + "' has " + numbers.size()
                    + " numbers, but a detection needs one from 0 to 1");
        }
        return numbers.get(0);
    }

    private static void addNumbers(JsonNode json, List<Double> numbers) {
        if (json.isNumber()) {
            numbers.add(json.doubleValue());
        }
        json.forEach(child -> addNumbers(child, numbers));
    }

    /**
     * The content of an answer.
     *
     * @param label the label that was answered, or null if the answer is a score
     * @param score the score, or the probability of the label
     */
    record Reading(@Nullable String label, double score) {}
}
