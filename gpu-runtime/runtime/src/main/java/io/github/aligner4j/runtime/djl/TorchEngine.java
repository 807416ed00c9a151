// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The libtorch of this process, started once by the first checkpoint that is loaded. */
public final class TorchEngine {

    static final String NAME = "PyTorch";

    private static final String CUDA = "cuda:";
    private static final String OFFLINE = "ai.djl.offline";
    private static final System.Logger LOG = System.getLogger(TorchEngine.class.getName());
    private static final AtomicBoolean HINTED = new AtomicBoolean();

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
        start(options.threads());
        String device = device(options.device(), gpus());
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
        return NativeCalls.PROCESS.call(() -> loadNow(checkpoint, candidates, edit));
    }

    private static TorchCausalLanguageModel loadNow(
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
                    + "; choose auto or cpu, or run 'aligner doctor --machine', which says what is missing for CUDA; "
                    + Libtorch.GUIDE);
        }
        return choice;
    }

    /**
     * Starts libtorch unless it runs already.
     *
     * @param threads number of threads that compute one operation on the CPU; 0 leaves it as it is, at first libtorch's own choice,
     *     but no more than the JVM has processors
     * @throws IllegalStateException if it can't be started
     * @throws io.github.aligner4j.completion.CompletionModelException if the JVM is shutting down
     */
    public static Engine start(int threads) {
        EngineShutdown.prepare();
        return NativeCalls.PROCESS.call(() -> startNow(threads));
    }

    private static Engine startNow(int threads) {
        if (System.getProperty(OFFLINE) == null) {
            // No downloads and no telemetry.
            System.setProperty(OFFLINE, "true");
        }
        EngineEnvironment.prepare();
        GpuProbe.prepare();
        Libtorch libtorch = Libtorch.current();
        try {
            Engine engine = Engine.getEngine(NAME);
            EngineThreads.set(threads);
            hintAtUnusedDevices(libtorch);
            return engine;
        } catch (EngineException e) {
            throw new IllegalStateException(StartFailure.message(libtorch, e), e);
        }
    }

    private static void hintAtUnusedDevices(Libtorch libtorch) {
        if (!HINTED.getAndSet(true) && gpus() == 0) {
            List<CudaDevices.Device> devices = CudaDevices.current().list();
            if (!devices.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "libtorch (" + libtorch.location() + ", " + libtorch.build() + ") can't use "
                                + devices.get(0).name() + "; 'aligner doctor --machine' says why; " + Libtorch.GUIDE);
            }
        }
    }

    /** Returns the number of CUDA devices that libtorch can use; it must have been started. */
    public static int gpus() {
        // libtorch for CPUs has no use for a device, and some drivers can't be asked for their number.
        return JniUtils.getFeatures().contains("CUDA")
                ? Math.max(1, CudaDevices.current().list().size())
                : 0;
    }

    /** Starts libtorch, unless it runs already, and describes it. */
    public static Description describe() {
        Engine engine = start(0);
        Libtorch libtorch = Libtorch.current();
        return new Description(engine.getVersion(), libtorch.build(), libtorch.location(), gpus(), Processor.name());
    }

    /**
     * The engine of this process.
     *
     * @param version the version of libtorch
     * @param flavor {@code cpu}, or CUDA's version such as {@code cu128}
     * @param location the folder of its libraries, or {@code class path}
     * @param gpus the number of CUDA devices that it can use
     * @param processor the name of the processor
     */
    public record Description(String version, String flavor, String location, int gpus, String processor) {}

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
