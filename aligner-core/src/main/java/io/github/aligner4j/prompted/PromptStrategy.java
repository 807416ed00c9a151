// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.Incubating;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The order of a prompted Aligner's calls. */
@Incubating
public enum PromptStrategy {
    /** One call writes the corrected answer, or says that nothing is wrong. */
    REWRITE(PromptRole.EDIT),
    /** Feedback, then an edit by it, once (Saunders et al. 2022). */
    SELF_CRITIQUE(PromptRole.FEEDBACK, PromptRole.EDIT),
    /** Feedback and edit, round after round until nothing is wrong any more (Self-Refine, Madaan et al. 2023). */
    SELF_REFINE(PromptRole.FEEDBACK, PromptRole.EDIT),
    /** Critique and revision for each principle in turn (Constitutional AI, Bai et al. 2022). */
    CONSTITUTION(PromptRole.FEEDBACK, PromptRole.EDIT),
    /** Several edits, each by feedback of its own, of which one is selected (HelpSteer3, Wang et al. 2025). */
    FEEDBACK_EDIT_SELECT(PromptRole.FEEDBACK, PromptRole.EDIT, PromptRole.SELECT),
    /** Picks one of several answers; for {@link PromptedJudge}. */
    JUDGE(PromptRole.JUDGE),
    /** Labels an answer; for {@link PromptDetector}. */
    DETECT(PromptRole.DETECT),
    /** Finds the better one of two answers, or a tie; for {@link PromptedComparison}. */
    COMPARE(PromptRole.COMPARE);

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, and its elements are enums
    private final Set<PromptRole> roles;

    PromptStrategy(PromptRole first, PromptRole... rest) {
        this.roles = Collections.unmodifiableSet(EnumSet.of(first, rest));
    }

    /** Returns the name in prompt files, such as {@code self-refine}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the roles that a prompt file of this strategy has messages for. */
    public Set<PromptRole> roles() {
        return roles;
    }

    /**
     * Returns the strategy with an id.
     *
     * @throws IllegalArgumentException if there is none, with the choices
     */
    public static PromptStrategy byId(String id) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("strategy must be one of "
                        + Arrays.stream(values()).map(PromptStrategy::id).collect(Collectors.joining(", "))
                        + ", but was '" + id + "'"));
    }
}
