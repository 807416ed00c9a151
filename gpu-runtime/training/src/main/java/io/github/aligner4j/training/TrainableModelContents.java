package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.training.checkpoint.ResumableCheckpoint;
import io.github.aligner4j.training.djl.TrainableModel;
import io.github.aligner4j.training.initialization.WeightInitializer;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import java.util.List;

/** Moves parameters and moments between files and a device. */
record TrainableModelContents(TrainableModel trainee, ParameterLayout layout) implements ResumableCheckpoint.Contents {

    @Override
    public float[] parameter(int i) {
        return trainee.get(i);
    }

    @Override
    public float[] firstMoment(int i) {
        return trainee.firstMoment(i);
    }

    @Override
    public float[] secondMoment(int i) {
        return trainee.secondMoment(i);
    }

    /** Sets what a training begins with. */
    void load(CheckpointDirectory base, long seed) {
        List<Parameter> weights = layout.base();
        for (int i = 0; i < weights.size(); i++) {
            trainee.set(i, base.stored(weights.get(i).name()).floats());
        }
        WeightInitializer initializer = new WeightInitializer(layout.config(), seed, false);
        List<Parameter> adapters = layout.adapters();
        for (int i = 0; i < adapters.size(); i++) {
            trainee.set(weights.size() + i, initializer.adapter(adapters.get(i)));
        }
    }

    /** Sets what has been learnt before. */
    void load(ResumableCheckpoint checkpoint) {
        int trained = 0;
        List<Parameter> parameters = layout.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.trained()) {
                trainee.set(i, checkpoint.parameter(parameter));
                trainee.setMoments(trained++, checkpoint.firstMoment(parameter), checkpoint.secondMoment(parameter));
            }
        }
    }
}
