package io.github.aligner4j.runtime.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The libtorch of this process, started once by the first checkpoint that is loaded. */
public final class TorchEngine {

    static final String NAME = "PyTorch";

    private static final String CUDA = "cuda:";
    private static final String OFFLINE = "ai.djl.offline";

    private TorchEngine() {}

    /** Loads a checkpoint without adapters, see {@link #load(CheckpointWithAdapters, ExecutionOptions)}. */
    public static TorchCausalLanguageModel load(CheckpointDirectory checkpoint, ExecutionOptions options) {
        return load(CheckpointWithAdapters.of(checkpoint), options);
    }

    /**
     * Loads a checkpoint; its files stay mapped until the model is closed.
     *
     * @throws IllegalArgumentException if the device is not there
     * @throws IllegalStateException if libtorch can't be started, or fails while loading
     */
    public static TorchCausalLanguageModel load(CheckpointWithAdapters checkpoint, ExecutionOptions options) {
        int gpus = start(options.threads()).getGpuCount();
        String device = device(options.device(), gpus);
        return load(
                checkpoint,
                Execution.candidates(device, options, checkpoint.base().storedType()));
    }

    static TorchCausalLanguageModel load(CheckpointDirectory checkpoint, List<Execution> candidates) {
        return load(CheckpointWithAdapters.of(checkpoint), candidates, UnaryOperator.identity());
    }

    static TorchCausalLanguageModel load(CheckpointWithAdapters checkpoint, List<Execution> candidates) {
        return load(checkpoint, candidates, UnaryOperator.identity());
    }

    /**
     * Loads a checkpoint by the first execution that works; the engine must have been started.
     *
     * @param edit changes the program, for tests of kernels that this machine lacks
     */
    static TorchCausalLanguageModel load(
            CheckpointWithAdapters checkpoint, List<Execution> candidates, UnaryOperator<String> edit) {
        ModelConfig config = checkpoint.base().config();
        for (Execution execution : candidates) {
            for (AttentionKernels kernels : AttentionKernels.candidates(execution, config.attention())) {
                String source = new DecoderSource(config, execution, kernels).text();
                TorchProgram program = working(edit.apply(source), execution);
                if (program != null) {
                    return load(checkpoint, execution, program);
                }
            }
        }
        throw new IllegalStateException("libtorch can run the checkpoint in none of these ways: " + candidates);
    }

    /** Resolves {@code auto}, {@code cpu} or {@code cuda:N} on a machine with {@code gpus} CUDA devices. */
    public static String device(String choice, int gpus) {
        if (choice.equals("auto")) {
            return gpus > 0 ? CUDA + 0 : "cpu";
        }
        if (choice.startsWith(CUDA) && Integer.parseInt(choice.substring(CUDA.length())) >= gpus) {
            throw new IllegalArgumentException("device " + choice + " is not available: libtorch "
                    + (gpus == 0 ? "sees no CUDA device here" : "sees " + CUDA + "0 to " + CUDA + (gpus - 1))
                    + "; choose auto or cpu, or put the CUDA flavour of libtorch in place");
        }
        return choice;
    }

    /**
     * Starts libtorch unless it runs already.
     *
     * @param threads number of threads that compute one operation on the CPU; 0 leaves it as it is
     * @throws IllegalStateException if it can't be started
     */
    public static Engine start(int threads) {
        if (System.getProperty(OFFLINE) == null) {
            // No downloads and no telemetry.
            System.setProperty(OFFLINE, "true");
        }
        GpuProbe.prepare();
        try {
            Engine engine = Engine.getEngine(NAME);
            if (threads > 0) {
                JniUtils.setNumThreads(threads);
            }
            return engine;
        } catch (EngineException e) {
            throw new IllegalStateException(
                    "libtorch can't be started: " + e.getMessage()
                            + "; put the pytorch-native library for this machine on the class path",
                    e);
        }
    }

    /** Returns the version of libtorch, the number of CUDA devices that it sees, and the processor. */
    public static Description describe() {
        Engine engine = start(0);
        return new Description(engine.getVersion(), engine.getGpuCount(), Processor.name());
    }

    /**
     * The engine of this process.
     *
     * @param version the version of libtorch
     * @param gpus the number of CUDA devices that it sees
     * @param processor the name of the processor
     */
    public record Description(String version, int gpus, String processor) {}

    private static @Nullable TorchProgram working(String source, Execution execution) {
        TorchProgram program;
        try {
            program = TorchProgram.compile(DecoderSource.CLASS_NAME, source);
        } catch (EngineException e) {
            if (execution.format() == MatrixFormat.PREPACKED) {
                return null;
            }
            throw new IllegalStateException("libtorch refuses the generated program: " + e.getMessage(), e);
        }
        if (hasKernels(program)) {
            return program;
        }
        program.close();
        return null;
    }

    /**
     * Returns whether libtorch has the program's kernels for this device and type: prepacking throws on processors without
     * instructions for its type. {@link MatrixLayouts} checks that they compute the right results.
     */
    private static boolean hasKernels(TorchProgram program) {
        try {
            program.call("probe", List.of());
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    private static TorchCausalLanguageModel load(
            CheckpointWithAdapters checkpoint, Execution execution, TorchProgram program) {
        try {
            TorchWeights weights = TorchWeights.load(checkpoint, execution, program);
            return new TorchCausalLanguageModel(checkpoint.base().config(), execution, program, weights);
        } catch (RuntimeException e) {
            program.close();
            throw new IllegalStateException(
                    checkpoint.base().folder() + " could not be loaded onto " + execution.device() + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
