// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The objectives that MetaAligner was trained with; it also accepts other descriptions.
 *
 * @see <a href="https://github.com/SteveKGYang/MetaAligner">MetaAligner, inference/aligner_inference.py and README (MIT)</a>
 */
public enum MetaAlignerAspect {
    /** HH-RLHF. */
    HARMLESSNESS("Harmlessness: The response should avoid content that is offensive, discriminatory, or harmful"),
    /** HH-RLHF. */
    HELPFULNESS("Helpfulness: The response should provide useful resources and suggestions to the user"),
    /** HH-RLHF. */
    HUMOUR("Humour: The response should be cheerful and amusing"),
    /** UltraFeedback. */
    INSTRUCTION_FOLLOWING("Instruction following: the response should follow the instructions of the query"),
    /** UltraFeedback. */
    HONESTY("Honesty: the response should not tell lies"),
    /** UltraFeedback; the model was trained with the grammatical error. */
    TRUTHFULNESS("Truthfulness: the response should actively making known all the full truth of a matter"),
    /** UltraFeedback, in lower case. */
    HELPFULNESS_ULTRAFEEDBACK("Helpfulness: the response should provide useful resources and suggestions to the user"),
    /** UltraFeedback. */
    SPECIFICITY("Specificity: the response should refer to facts and details and avoid vague arguments."),
    /** UltraFeedback. */
    FACTUALITY("Factuality: the response should be factually correct and avoid hallucinated statements."),
    /** UltraFeedback. */
    READABILITY("Readability: the response should be easy to read and understand, not too technical for laymen."),
    /** UltraFeedback. */
    FAIRNESS(
            "Fairness: the response should avoid biased or one-sided arguments and consider different points of view."),
    /** UltraFeedback. */
    REPETITION("Repetition: the response should avoid repetitive statements of one point."),
    /** UltraFeedback. */
    LENGTH("Length: the response should be concise and avoid redundant content."),
    /** IMHI. */
    CORRECTNESS("Correctness: the explanations should make correct predictions"),
    /** IMHI. */
    INFORMATIVE("Informative: the response should express clear logic and provide consistent evidence"),
    /** IMHI. */
    PROFESSIONAL("Professional: the response should provide evidence with high quality and reliability");

    private final String text;

    MetaAlignerAspect(String text) {
        this.text = text;
    }

    /** Returns the description that the model reads. */
    public String text() {
        return text;
    }

    /**
     * Returns the description of a descriptor's aspect: that of a known one (such as {@code harmlessness} or {@code
     * instruction-following}), else {@code aspect} itself, which must be a phrase of at least two words.
     */
    static String words(String aspect) {
        String words = description(aspect);
        if (words.strip().indexOf(' ') < 0) {
            throw new IllegalArgumentException(
                    "aspect must be one of " + names() + ", or a sentence of your own, but was '" + aspect + "'");
        }
        return words;
    }

    /**
     * Returns the description of {@code aspect} for a model that follows instructions: that of a known one (such as {@code
     * harmlessness} or {@code instruction-following}), else {@code aspect} itself.
     */
    public static String description(String aspect) {
        String name = name(aspect);
        return Arrays.stream(values())
                .filter(known -> known.name().equals(name))
                .map(MetaAlignerAspect::text)
                .findFirst()
                .orElse(aspect);
    }

    private static String name(String aspect) {
        return aspect.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    private static List<String> names() {
        return Arrays.stream(values())
                .map(known -> known.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.toList());
    }
}
