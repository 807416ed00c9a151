// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.github.aligner4j.runtime.torchscript.ScriptArchive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled TorchScript module without state: weights, caches and gradients are its methods' arguments. Owns native memory
 * until closed. Used by one thread at a time.
 */
public final class TorchProgram implements AutoCloseable {

    private final NDManager manager;
    private final PtSymbolBlock module;
    private @Nullable Thread prepared;

    private TorchProgram(NDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
    }

    /**
     * Compiles {@code source}, which defines the class {@code className}; the engine must have been started.
     *
     * @throws EngineException if libtorch does not accept it
     */
    public static TorchProgram compile(String className, String source) {
        return NativeCalls.PROCESS.call(() -> compiled(className, source));
    }

    private static TorchProgram compiled(String className, String source) {
        NDManager manager = Engine.getEngine(TorchEngine.NAME).newBaseManager(Device.cpu());
        try {
            ByteArrayInputStream archive = new ByteArrayInputStream(ScriptArchive.of(className, source));
            return new TorchProgram(manager, JniUtils.loadModule((PtNDManager) manager, archive, true, false));
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException("a program could not be read from memory", e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Runs a method without gradients.
     *
     * @param kept the first arguments, which stay open
     * @param passed the other arguments, which are closed
     * @return the result, for the caller to close
     * @throws EngineException if it fails
     * @throws io.github.aligner4j.completion.CompletionModelException if the JVM is shutting down
     */
    public IValue run(String method, List<IValue> kept, IValue... passed) {
        return NativeCalls.PROCESS.call(() -> runNow(method, kept, passed));
    }

    private IValue runNow(String method, List<IValue> kept, IValue... passed) {
        try {
            prepareThread();
            List<IValue> arguments = new ArrayList<>(kept);
            arguments.addAll(List.of(passed));
            return IValueUtils.runMethod(module, method, arguments.toArray(new IValue[0]));
        } finally {
            for (IValue value : passed) {
                value.close();
            }
        }
    }

    /** Runs a method that returns nothing; arguments as for {@link #run}. */
    public void call(String method, List<IValue> kept, IValue... passed) {
        run(method, kept, passed).close();
    }

    /** Runs a method that returns a float32 tensor of one dimension on the CPU. */
    float[] floats(String method, List<IValue> kept, IValue... passed) {
        return NativeCalls.PROCESS.call(() -> floatsNow(method, kept, passed));
    }

    private float[] floatsNow(String method, List<IValue> kept, IValue... passed) {
        try (IValue result = run(method, kept, passed);
                NDManager scope = manager.newSubManager()) {
            return result.toTensor((PtNDManager) scope).toFloatArray();
        }
    }

    /** Runs a method that returns one such number. */
    float number(String method, List<IValue> kept, IValue... passed) {
        return floats(method, kept, passed)[0];
    }

    /**
     * Runs a method that returns one tensor, through which gradients can flow back.
     *
     * @param scope owns the result
     * @param arguments named as DJL wants them: arrays of the same name with {@code []} behind make a list
     * @param gradients true if libtorch records the graph for gradients
     * @throws EngineException if it fails
     * @throws io.github.aligner4j.completion.CompletionModelException if the JVM is shutting down
     */
    public NDArray forward(NDManager scope, String method, NDList arguments, boolean gradients) {
        return NativeCalls.PROCESS.call(() -> forwardNow(scope, method, arguments, gradients));
    }

    private NDArray forwardNow(NDManager scope, String method, NDList arguments, boolean gradients) {
        prepareThread();
        // DJL attaches the result to the manager of the first array, whose name selects the method.
        NDArray selector = scope.create(0f);
        selector.setName("module_method:" + method);
        NDList all = new NDList(selector);
        all.addAll(arguments);
        return IValueUtils.forward(module, all, gradients).singletonOrThrow();
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
        NativeCalls.PROCESS.free(() -> {
            module.close();
            manager.close();
        });
    }
}
