package io.github.aligner4j.training.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.github.aligner4j.runtime.djl.ScriptArchive;
import io.github.aligner4j.training.network.LossSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The compiled program. Used by one thread at a time. */
final class TrainingProgram implements AutoCloseable {

    private final NDManager manager;
    private final PtSymbolBlock module;
    private @Nullable Thread prepared;

    private TrainingProgram(NDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
    }

    static TrainingProgram compile(Engine engine, String source) {
        NDManager manager = engine.newBaseManager(Device.cpu());
        try {
            byte[] archive = ScriptArchive.of(LossSource.CLASS_NAME, source);
            return new TrainingProgram(
                    manager,
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), true, false));
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException("a program could not be read from memory", e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Computes the loss, attached to {@code scope}; with {@code learning}, gradients can flow back from it.
     *
     * @param arguments what the method takes, under names that make lists of arrays
     */
    NDArray loss(NDManager scope, NDList arguments, boolean learning) {
        prepareThread();
        NDArray method = scope.create(0f);
        method.setName("module_method:loss");
        // The result belongs to the manager of what comes first.
        NDList all = new NDList(method);
        all.addAll(arguments);
        return IValueUtils.forward(module, all, learning).singletonOrThrow();
    }

    /** Runs a method without gradients; closes what is passed, but not what is kept. */
    IValue run(String method, List<IValue> kept, IValue... passed) {
        try {
            prepareThread();
            IValue[] arguments = new IValue[kept.size() + passed.length];
            kept.toArray(arguments);
            System.arraycopy(passed, 0, arguments, kept.size(), passed.length);
            return IValueUtils.runMethod(module, method, arguments);
        } finally {
            for (IValue value : passed) {
                value.close();
            }
        }
    }

    /** Overwrites {@code target}, a leaf or not. */
    void copy(NDArray target, NDArray source) {
        run("copy", List.of(), IValue.from((PtNDArray) target), IValue.from((PtNDArray) source))
                .close();
    }

    /** libtorch keeps this setting per thread; optimizing a program that runs in ever new shapes only costs. */
    private void prepareThread() {
        if (prepared != Thread.currentThread()) {
            JniUtils.setGraphExecutorOptimize(false);
            prepared = Thread.currentThread();
        }
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
