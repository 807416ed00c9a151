// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.DetectorScores;
import io.github.aligner4j.training.djl.TrainableModel;
import io.github.aligner4j.training.network.MicroBatch;
import io.github.aligner4j.training.schedule.MicroBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The dev set of a training.
 *
 * @param batches its examples
 * @param deciding the tokens of the checkpoint's detector, if it has one
 */
record DevSet(List<MicroBatch> batches, Optional<DecidingTokens> deciding) {

    static DevSet of(EncodedDataset data, int maxTokens) {
        return new DevSet(MicroBatches.of(data.dev(), maxTokens), data.deciding());
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Returns the loss and the detector's scores; {@code best} of the report is false. */
    DevReport evaluate(TrainableModel model, int step) {
        double sum = 0;
        double weight = 0;
        Decisions decisions = new Decisions();
        for (MicroBatch batch : batches) {
            if (deciding.isPresent()) {
                sum += decisions.add(batch, deciding.get(), model);
            } else {
                sum += model.loss(batch);
            }
            weight += batch.weight();
        }
        return new DevReport(step, sum / weight, false, deciding.map(tokens -> decisions.scores()));
    }

    /** Collects the scores of the tokens that decide. */
    private static final class Decisions {

        private final List<Double> positives = new ArrayList<>();
        private final List<Double> negatives = new ArrayList<>();

        /** Adds the scores of {@code batch}, and returns its loss. */
        double add(MicroBatch batch, DecidingTokens tokens, TrainableModel model) {
            float[][] labels = model.evaluate(batch, tokens.changed(), tokens.unchanged());
            double loss = 0;
            for (int i = 0; i < labels.length; i++) {
                loss += labels[i][0];
                if (batch.isFirst(i)) {
                    add(batch.labels()[i], labels[i][1] - labels[i][2], tokens);
                }
            }
            return loss;
        }

        private void add(long label, double logOdds, DecidingTokens tokens) {
            double score = 1 / (1 + Math.exp(-logOdds));
            if (label == tokens.changed()) {
                positives.add(score);
            } else if (label == tokens.unchanged()) {
                negatives.add(score);
            }
        }

        DetectorScores scores() {
            return new DetectorScores(positives, negatives);
        }
    }
}
