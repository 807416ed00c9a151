// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A risk that Granite Guardian looks for.
 *
 * @param name its name in the checkpoint's chat template and in traces
 * @param definition its definition, or null for the template's own
 */
record GuardianRisk(String name, @Nullable String definition) {

    /** The risks that the harm correction adapter was trained for, from its model card. */
    static final List<String> KNOWN =
            List.of("harm", "social_bias", "profanity", "sexual_content", "unethical_behavior", "violence");

    /**
     * Returns one of the risks that the template defines.
     *
     * @throws IllegalArgumentException if it is none of {@link #KNOWN}; the template may take an unknown name for another risk
     */
    static GuardianRisk of(String name) {
        if (!KNOWN.contains(name)) {
            throw new IllegalArgumentException("a risk must be one of " + String.join(", ", KNOWN) + ", but was '"
                    + name + "'; a risk of your own needs a definition");
        }
        return new GuardianRisk(name, null);
    }

    /** Returns a risk with a definition of its own. */
    static GuardianRisk of(String name, String definition) {
        if (name.isBlank() || Objects.requireNonNull(definition, "definition").isBlank()) {
            throw new IllegalArgumentException("a risk needs a name and a definition, but one of them is blank");
        }
        return new GuardianRisk(name, definition);
    }

    /** Returns the variable {@code guardian_config} of the chat template. */
    Map<String, Object> config() {
        return definition == null
                ? Map.of("risk_name", name)
                : Map.of("risk_name", name, "risk_definition", definition);
    }
}
