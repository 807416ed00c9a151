// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.training.checkpoint.ResumableCheckpoint;
import io.github.aligner4j.training.djl.TrainableModel;
import io.github.aligner4j.training.initialization.WeightInitializer;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import java.util.List;

/** Transfers parameters and optimizer moments between checkpoints and the device. */
record TrainableModelContents(TrainableModel model, ParameterLayout layout) implements ResumableCheckpoint.Contents {

    @Override
    public float[] parameter(int i) {
        return model.get(i);
    }

    @Override
    public float[] firstMoment(int i) {
        return model.firstMoment(i);
    }

    @Override
    public float[] secondMoment(int i) {
        return model.secondMoment(i);
    }

    /** Loads the base weights and initializes adapters. */
    void load(CheckpointDirectory base, long seed) {
        List<Parameter> weights = layout.base();
        for (int i = 0; i < weights.size(); i++) {
            model.set(i, base.stored(weights.get(i).name()).floats());
        }
        WeightInitializer initializer = new WeightInitializer(layout.config(), seed, false);
        List<Parameter> adapters = layout.adapters();
        for (int i = 0; i < adapters.size(); i++) {
            model.set(weights.size() + i, initializer.adapter(adapters.get(i)));
        }
    }

    /** Loads trained parameters and their moments. */
    void load(ResumableCheckpoint checkpoint) {
        int trained = 0;
        List<Parameter> parameters = layout.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.trained()) {
                model.set(i, checkpoint.parameter(parameter));
                model.setMoments(trained++, checkpoint.firstMoment(parameter), checkpoint.secondMoment(parameter));
            }
        }
    }
}
