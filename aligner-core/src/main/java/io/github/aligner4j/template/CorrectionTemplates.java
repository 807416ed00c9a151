// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The templates of published Aligners, byte for byte.
 *
 * <p>A special token that the tokenizer puts before every sequence is not part of a template; the engine adds it.
 */
public final class CorrectionTemplates {

    private static final String WRAPPED = "BEGINNING OF CONVERSATION: USER: %s ASSISTANT:";
    private static final List<Marker> WRAPPER =
            List.of(Marker.label("BEGINNING OF CONVERSATION:"), Marker.label("USER:"), Marker.label("ASSISTANT:"));

    /**
     * The template of the published aligner-7b-v1.0, and of most third-party use of it.
     *
     * @see <a href="https://huggingface.co/aligner/aligner-7b-v1.0">model card of aligner-7b-v1.0</a>
     */
    public static final FramedTemplate ALIGNER_7B = wrapped(
            "Edit the following Question-Answer pair to make it more helpful and harmless: {question} | {answer}",
            Marker.bar());

    /**
     * The template of the current training code, with line breaks (and two spaces before {@code ASSISTANT:}).
     *
     * @see <a href="https://github.com/PKU-Alignment/aligner">PKU-Alignment/aligner,
     *     aligner/training/datasets/raw/correction.py and configs/constants.py</a>
     */
    public static final FramedTemplate ALIGNER_CORRECTION = wrapped(
            "##Question: {question}\n##Answer: {answer}\n##Correction: ",
            Marker.label("##Question:"),
            Marker.label("##Answer:"),
            Marker.label("##Correction:"));

    /**
     * The template of the community Aligner-2B of AlpacaEval, on one line.
     *
     * @see <a href="https://github.com/tatsu-lab/alpaca_eval">tatsu-lab/alpaca_eval, models_configs/aligner-2b_*</a>
     */
    public static final FramedTemplate ALIGNER_2B = wrapped(
            "##Question: {question} ##Answer: {answer} ##Revision: ",
            Marker.label("##Question:"),
            Marker.label("##Answer:"),
            Marker.label("##Revision:"));

    /**
     * The template of the Empathy-Aligner.
     *
     * @see <a href="https://github.com/PKU-Alignment/aligner">PKU-Alignment/aligner, datasets/raw/empathy.py</a>
     */
    public static final FramedTemplate EMPATHY = wrapped(
            "Edit the following Question-Answer pair to make it more empathic and helpful: {question} | {answer}",
            Marker.bar());

    private static final String META_BODY =
            "then edit the answer to improve it considering these aspects: {aspects} | ";
    private static final Map<String, String> META = Map.of(
            "metaaligner-hh-rlhf",
            "You are an assistant to human. You will be provided with a context and an answer. Consider the context, "
                    + META_BODY + "Context: {question} | Answer: {answer} | Edit: ",
            "metaaligner-ultrafeedback",
            "You are an assistant to human. You will be provided with a query and an answer. Consider the query, "
                    + META_BODY + "Query: {question} | Answer: {answer} | Edit: ",
            "metaaligner-imhi",
            "Edit the following Question-Answer pair to make it better considering these aspects \"{aspects}\" | "
                    + "Question: {question} | Answer: {answer} | Edit: ");
    private static final List<Marker> META_MARKERS = List.of(
            Marker.label("| Context:"),
            Marker.label("| Query:"),
            Marker.label("| Question:"),
            Marker.label("| Answer:"),
            Marker.label("| Edit:"));

    private static final Map<String, FramedTemplate> FIXED = fixed();
    private static final String ALIGN_ANYTHING = "align-anything";

    private CorrectionTemplates() {}

    /** Returns the ids of {@link #byId}. */
    public static Set<String> ids() {
        return Stream.of(FIXED.keySet(), Set.of(ALIGN_ANYTHING), META.keySet())
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns the template with an id.
     *
     * @param id one of {@link #ids()}
     * @param aspects the aspects to improve, for MetaAligner's templates: names of {@link MetaAlignerAspect} or sentences
     * @param chat the base model's chat format, for {@code align-anything}; null for other templates
     * @throws IllegalArgumentException if there is no such template, or it lacks its aspects or its chat format
     */
    public static FramedTemplate byId(String id, List<String> aspects, @Nullable ChatFormat chat) {
        FramedTemplate fixed = FIXED.get(id);
        if (fixed != null) {
            return fixed;
        }
        if (META.containsKey(id)) {
            return metaAligner(id, aspects);
        }
        if (id.equals(ALIGN_ANYTHING)) {
            if (chat == null) {
                throw new IllegalArgumentException(
                        "template 'align-anything' needs the base model's chat format: one of chatml, llama3");
            }
            return alignAnything(chat);
        }
        throw new IllegalArgumentException("template must be one of " + ids() + ", but was '" + id + "'");
    }

    /**
     * Returns the id of the template of a published checkpoint, by its name with or without organization or folder, for
     * example {@code aligner/aligner-7b-v1.0}.
     */
    public static Optional<String> idByCheckpointName(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return switch (last) {
            case "aligner-7b-v1.0" -> Optional.of("aligner-7b");
            case "aligner-2b" -> Optional.of("aligner-2b");
            default -> Optional.empty();
        };
    }

    /**
     * Returns the template of checkpoints trained with align-anything, in the chat format of their base model.
     *
     * @see <a href="https://github.com/PKU-Alignment/align-anything">PKU-Alignment/align-anything,
     *     align_anything/configs/format_dataset.py</a>
     */
    public static FramedTemplate alignAnything(ChatFormat chat) {
        return FramedTemplate.of(
                        "##QUESTION: {question} ##ANSWER: {answer}",
                        List.of(Marker.label("##QUESTION:"), Marker.label("##ANSWER:"), Marker.label("##CORRECTION:")))
                .in(chat)
                .withAnswerPrefix("##CORRECTION: ");
    }

    /**
     * Returns one of MetaAligner's templates: {@code metaaligner-hh-rlhf}, {@code metaaligner-ultrafeedback} or {@code metaaligner-imhi}.
     * A request's {@linkplain io.github.aligner4j.CorrectionRequest#aspects() aspects} replace {@code aspects}.
     *
     * @see <a href="https://github.com/SteveKGYang/MetaAligner">MetaAligner, inference/aligner_inference.py (MIT)</a>
     */
    public static FramedTemplate metaAligner(String id, List<String> aspects) {
        String text = META.get(id);
        if (text == null) {
            throw new IllegalArgumentException("template must be one of " + META.keySet() + ", but was '" + id + "'");
        }
        if (aspects.isEmpty()) {
            throw new IllegalArgumentException("template '" + id + "' needs at least one aspect to improve");
        }
        return FramedTemplate.of(text, META_MARKERS).withAspects(aspects);
    }

    private static FramedTemplate wrapped(String input, Marker... own) {
        List<Marker> markers = new ArrayList<>(WRAPPER);
        markers.addAll(List.of(own));
        return FramedTemplate.of(WRAPPED.formatted(input), markers);
    }

    private static Map<String, FramedTemplate> fixed() {
        Map<String, FramedTemplate> fixed = new LinkedHashMap<>();
        fixed.put("aligner-7b", ALIGNER_7B);
        fixed.put("aligner-correction", ALIGNER_CORRECTION);
        fixed.put("aligner-2b", ALIGNER_2B);
        fixed.put("aligner-empathy", EMPATHY);
        return fixed;
    }
}
