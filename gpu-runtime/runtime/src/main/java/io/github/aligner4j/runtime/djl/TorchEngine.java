package io.github.aligner4j.runtime.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.TunedCheckpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** libtorch in this process: started once, by the first checkpoint that is loaded. */
public final class TorchEngine {

    static final String NAME = "PyTorch";

    private static final String CUDA = "cuda:";
    private static final String OFFLINE = "ai.djl.offline";

    private TorchEngine() {}

    /** Loads a checkpoint with nothing beside it, see {@link #load(TunedCheckpoint, RuntimeOptions)}. */
    public static TorchCausalLanguageModel load(CheckpointDirectory checkpoint, RuntimeOptions options) {
        return load(TunedCheckpoint.of(checkpoint), options);
    }

    /**
     * Loads a checkpoint, of which files stay mapped until the model is closed.
     *
     * @throws IllegalArgumentException if the device is not there
     * @throws IllegalStateException if libtorch can't be started, or fails while loading
     */
    public static TorchCausalLanguageModel load(TunedCheckpoint checkpoint, RuntimeOptions options) {
        int gpus = start(options.threads()).getGpuCount();
        String device = device(options.device(), gpus);
        return load(
                checkpoint,
                Execution.candidates(device, options, checkpoint.base().storedType()));
    }

    static TorchCausalLanguageModel load(CheckpointDirectory checkpoint, List<Execution> candidates) {
        return load(TunedCheckpoint.of(checkpoint), candidates);
    }

    /** Loads it in the first way that works; the engine must have been started. */
    static TorchCausalLanguageModel load(TunedCheckpoint checkpoint, List<Execution> candidates) {
        for (Execution execution : candidates) {
            TorchProgram program = working(checkpoint.base(), execution);
            if (program != null) {
                return load(checkpoint, execution, program);
            }
        }
        throw new IllegalStateException("libtorch can run the checkpoint in none of these ways: " + candidates);
    }

    /** Returns the device that {@code choice} means on a machine with {@code gpus} CUDA devices. */
    public static String device(String choice, int gpus) {
        if (choice.equals("auto")) {
            return gpus > 0 ? CUDA + 0 : "cpu";
        }
        if (choice.startsWith(CUDA) && Integer.parseInt(choice.substring(CUDA.length())) >= gpus) {
            throw new IllegalArgumentException("Device " + choice + " is not available: libtorch "
                    + (gpus == 0 ? "sees no CUDA device here" : "sees " + CUDA + "0 to " + CUDA + (gpus - 1))
                    + ". Choose auto or cpu, or put the CUDA flavour of libtorch in place.");
        }
        return choice;
    }

    /**
     * Starts libtorch unless it runs already.
     *
     * @param threads how many threads compute one operation on the CPU; 0 leaves it as it is
     * @throws IllegalStateException if it can't be started
     */
    public static Engine start(int threads) {
        if (System.getProperty(OFFLINE) == null) {
            // Nothing is downloaded behind the user's back, and no telemetry is sent.
            System.setProperty(OFFLINE, "true");
        }
        try {
            Engine engine = Engine.getEngine(NAME);
            if (threads > 0) {
                JniUtils.setNumThreads(threads);
            }
            return engine;
        } catch (EngineException e) {
            throw new IllegalStateException(
                    "libtorch can't be started: " + e.getMessage()
                            + ". Is a pytorch-native library for this machine on the class path?",
                    e);
        }
    }

    private static @Nullable TorchProgram working(CheckpointDirectory checkpoint, Execution execution) {
        TorchProgram program;
        String source = new DecoderSource(checkpoint.config(), execution).text();
        try {
            program = TorchProgram.compile(DecoderSource.CLASS_NAME, source);
        } catch (EngineException e) {
            if (execution.format() == MatrixFormat.PREPACKED) {
                return null;
            }
            throw new IllegalStateException("libtorch refuses the generated program: " + e.getMessage(), e);
        }
        if (works(program)) {
            return program;
        }
        program.close();
        return null;
    }

    /** Tries a linear layer; prepacking throws on processors without instructions for its type. */
    private static boolean works(TorchProgram program) {
        try (IValue equal = program.run("probe", List.of())) {
            return equal.toBoolean();
        } catch (EngineException e) {
            return false;
        }
    }

    private static TorchCausalLanguageModel load(
            TunedCheckpoint checkpoint, Execution execution, TorchProgram program) {
        try {
            return weighted(checkpoint, execution, program, TuningLoader.load(checkpoint, program));
        } catch (RuntimeException e) {
            program.close();
            throw new IllegalStateException(
                    checkpoint.base().folder() + " could not be loaded onto " + execution.device() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static TorchCausalLanguageModel weighted(
            TunedCheckpoint checkpoint, Execution execution, TorchProgram program, TorchTunings tunings) {
        try {
            IValue weights = WeightLoader.load(checkpoint, execution, program);
            ModelConfig config = checkpoint.base().config();
            return new TorchCausalLanguageModel(config, execution, program, weights, tunings);
        } catch (RuntimeException e) {
            tunings.close();
            throw e;
        }
    }
}
