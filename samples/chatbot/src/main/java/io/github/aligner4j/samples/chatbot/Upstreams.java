// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The models that can be asked.
 *
 * @param models the models, the default one first
 */
record Upstreams(List<UpstreamModel> models) {

    Upstreams {
        models = List.copyOf(models);
    }

    /** Returns the model that answers if a question names none. */
    UpstreamModel first() {
        return models.get(0);
    }

    /**
     * Returns the model of this name; the default one if {@code name} is null or blank.
     *
     * @throws BadQuestionException if there is none of this name
     */
    UpstreamModel get(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return first();
        }
        return models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new BadQuestionException("there is no model '" + name + "': choose one of " + names()));
    }

    private String names() {
        return models.stream().map(UpstreamModel::name).collect(Collectors.joining(", "));
    }
}
