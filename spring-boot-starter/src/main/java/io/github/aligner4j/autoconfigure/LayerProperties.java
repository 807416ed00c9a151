// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.LayerMode;
import io.github.aligner4j.autoconfigure.AlignerProperties.OnFailure;
import io.github.aligner4j.autoconfigure.AlignerProperties.When;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A layer of a chain: an Aligner, when it corrects, what its correction must keep, and what happens if it fails. Its short form is the
 * name of the Aligner.
 *
 * @param aligner Name of the Aligner, defined by properties or as a bean.
 * @param name Name of the layer in traces and metrics. By default that of the Aligner.
 * @param when Condition that an answer meets for the layer to correct it; all of its settings together. By default, each answer is
 *     corrected.
 * @param guards Properties of an answer that the layer's corrections keep; one that does not is a failure of the layer.
 * @param onFailure Failure policy: the treatment of an answer that the layer could not correct. By default that of the Aligner.
 * @param refusal Text that replaces an answer that could not be corrected, with the failure policy "refuse". By default that of the
 *     Aligner.
 * @param retry Corrections by another Aligner, with the failure policy "retry".
 * @param reprompt New answers of the upstream model, with the failure policy "reprompt".
 * @param mode Effect of the layer on answers: "enforce", "canary" (for a share of the users), "shadow" (only observed, in the
 *     background) or "off". By default "enforce".
 * @param share Share of the answers that a layer corrects in the mode "canary", or observes in the mode "shadow", such as "5%" or
 *     0.05. By default all that are in shadow.
 * @param shareBy Attributes by which the share is chosen: the same value always gets the same treatment. The first that a request
 *     has counts, and the question without one. By default the user, else the conversation.
 * @param maxRounds Maximum number of times that an answer is corrected again until nothing changes. By default 1.
 * @param judge Bean name of a chat model that compares each correction with the answer; the answer stays unless the judge prefers
 *     the correction. By default, there is no judge.
 */
public record LayerProperties(
        @Nullable String aligner,
        @Nullable String name,
        @Nullable When when,
        @DefaultValue Guards guards,
        @Nullable OnFailure onFailure,
        @Nullable String refusal,
        @Nullable Retry retry,
        @Nullable Reprompt reprompt,
        @Nullable LayerMode mode,
        @Nullable Fraction share,
        @DefaultValue List<String> shareBy,
        @Nullable Integer maxRounds,
        @Nullable String judge) {

    /** Copies the list. */
    public LayerProperties {
        shareBy = List.copyOf(shareBy);
    }

    /** Returns the layer whose short form is {@code aligner}. */
    public static LayerProperties of(String aligner) {
        return new LayerProperties(
                aligner.strip(), null, null, Guards.NONE, null, null, null, null, null, null, List.of(), null, null);
    }

    /** Returns the layer's name. */
    String title() {
        return name == null ? Objects.requireNonNull(aligner) : name;
    }

    /** Returns the layer's mode. */
    LayerMode effect() {
        return mode == null ? LayerMode.ENFORCE : mode;
    }

    /**
     * The properties of an answer that a correction keeps. All are off by default.
     *
     * @param maxGrowth Maximum growth of the answer as a share of its characters, such as "50%" or 0.5.
     * @param maxShrink Maximum share of the answer's characters by which it may become shorter, such as "30%" or 0.3.
     * @param language Whether the language must stay, as far as it is clear; detected by OpenNLP.
     * @param json Whether an answer that is JSON may change in the values of strings alone.
     * @param markdown Whether headings, list items, tables and code fences must stay as many, of the same kinds and in the same
     *     order.
     * @param code Whether code in Markdown must stay character for character.
     * @param links Whether links must stay, and none may be added.
     * @param numbers Whether numbers in digits must stay, and none may be added.
     * @param maxEditRatio Maximum share of the text that may be edited, such as "40%" or 0.4.
     */
    public record Guards(
            @Nullable Fraction maxGrowth,
            @Nullable Fraction maxShrink,
            @DefaultValue("false") boolean language,
            @DefaultValue("false") boolean json,
            @DefaultValue("false") boolean markdown,
            @DefaultValue("false") boolean code,
            @DefaultValue("false") boolean links,
            @DefaultValue("false") boolean numbers,
            @Nullable Fraction maxEditRatio) {

        /** No guards. */
        static final Guards NONE = new Guards(null, null, false, false, false, false, false, false, null);
    }

    /**
     * The failure policy "retry".
     *
     * @param aligner Name of the Aligner that corrects again, such as the same one on another engine. By default that of the layer.
     * @param maxRetries Maximum number of its calls for one answer.
     * @param then Failure policy when all of them fail.
     */
    public record Retry(
            @Nullable String aligner,
            @DefaultValue("1") int maxRetries,
            @DefaultValue("fail-closed") OnFailure then) {}

    /**
     * The failure policy "reprompt".
     *
     * @param message Message to the upstream model that says what was wrong, such as "Answer again, without insults."
     * @param maxReprompts Maximum number of new answers, those for other layers included.
     * @param then Failure policy when the layer fails after them, or the upstream model can't be asked again.
     */
    public record Reprompt(
            @Nullable String message,
            @DefaultValue("1") int maxReprompts,
            @DefaultValue("fail-closed") OnFailure then) {}
}
