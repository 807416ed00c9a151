// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import io.github.aligner4j.evaluation.metric.Bleu;
import io.github.aligner4j.evaluation.metric.BleuScore;
import io.github.aligner4j.evaluation.metric.Chrf;
import io.github.aligner4j.evaluation.metric.EditRatio;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scores of a system that changes the style of texts and preserves the rest.
 *
 * @param system the name of the system
 * @param rows the number of texts
 * @param style the share of civil outputs, by the name of the judge
 * @param bleu BLEU against the references
 * @param bleuLowerCase case-insensitive BLEU, as texts and references may differ in preprocessing
 * @param chrf chrF2 against the references, 0 to 100
 * @param chrfSignature the settings of chrF2
 * @param unchanged the share of outputs equal to their texts
 * @param editRatio the mean edit ratio of texts and outputs
 * @param product style times BLEU, by the name of the judge, 0 to 100
 */
public record StyleScore(
        String system,
        int rows,
        Map<String, Double> style,
        BleuScore bleu,
        BleuScore bleuLowerCase,
        double chrf,
        String chrfSignature,
        double unchanged,
        double editRatio,
        Map<String, Double> product) {

    /**
     * Scores {@code outputs}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static StyleScore of(String system, List<StyleOutput> outputs, Map<String, Judge> judges) {
        List<String> texts = outputs.stream().map(StyleOutput::output).toList();
        List<List<String>> references =
                outputs.stream().map(StyleOutput::references).toList();
        BleuScore bleu = Bleu.of(texts, references);
        Map<String, Double> style = new LinkedHashMap<>();
        Map<String, Double> product = new LinkedHashMap<>();
        judges.forEach((name, judge) -> {
            double civil = share(
                    outputs.stream()
                            .filter(each -> judge.civil(each.row(), each.output()))
                            .count(),
                    outputs);
            style.put(name, civil);
            product.put(name, civil * bleu.score());
        });
        long same = outputs.stream()
                .filter(each -> each.output().equals(each.row().text()))
                .count();
        double ratios = outputs.stream()
                .mapToDouble(each -> EditRatio.between(each.row().text(), each.output()))
                .sum();
        return new StyleScore(
                system,
                outputs.size(),
                style,
                bleu,
                Bleu.lowerCase(texts, references),
                Chrf.of(texts, references),
                Chrf.signature(references),
                share(same, outputs),
                ratios / outputs.size(),
                product);
    }

    private static double share(long part, List<StyleOutput> all) {
        return (double) part / all.size();
    }
}
