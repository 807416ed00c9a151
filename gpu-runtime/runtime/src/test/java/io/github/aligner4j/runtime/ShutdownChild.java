// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** A program that is terminated while it uses libtorch; it writes lines for {@link RuntimeShutdownTest}. */
final class ShutdownChild {

    static final String READY = "ready";
    static final String RESULT = "result: ";

    static final CorrectionRequest RUDE = CorrectionRequest.of(
            "How is it?",
            "Your damn plan is late. The stupid manual is in the box on the table. It comes in two parts. "
                    + "Read the damn first part before you ask me again. The other part has the tables. "
                    + "Nobody but an idiot would look for them anywhere else. I will be back on Monday.");

    private ShutdownChild() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "passes" -> generate(Path.of(arguments[1]), () -> print(READY));
            case "exit" -> exit(Path.of(arguments[1]));
            case "command" -> {
                RuntimeShutdown.endAtOnce();
                correctOn();
            }
            case "loads" -> load(Path.of(arguments[1]));
            case "grace" -> correctDuringShutdown();
            case "own-hook" -> correctBeforeEnd();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Generates without end. */
    private static void generate(Path folder, Runnable ready) {
        try (TorchCompletionModel model = TorchCompletionModel.open(ModelSource.folder(folder))) {
            CompletionRequest request = CompletionRequest.builder(Prompt.of("I"))
                    .sampling(SamplingParameters.GREEDY.withMaxNewTokens(60))
                    .build();
            model.complete(request);
            ready.run();
            while (true) {
                model.complete(request);
            }
        }
    }

    private static void exit(Path folder) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        new Thread(() -> generate(folder, ready::countDown)).start();
        ready.await();
        System.exit(7);
    }

    private static void load(Path folder) {
        while (true) {
            TorchCompletionModel.open(ModelSource.folder(folder)).close();
            print(READY);
        }
    }

    /** Corrects without end, and reports an exception. */
    private static void correctOn() {
        try (CheckpointAligner aligner = CheckpointAligner.embedded()) {
            aligner.correct(RUDE);
            print(READY);
            while (true) {
                aligner.correct(RUDE);
            }
        } catch (AlignerException e) {
            print(RESULT + e.getMessage());
        }
    }

    /** Begins a correction that goes on when the shutdown has begun. */
    private static void correctDuringShutdown() {
        CountDownLatch shutdown = new CountDownLatch(1);
        CompletableFuture<Correction> correction = new CompletableFuture<>();
        hook(() -> {
            shutdown.countDown();
            print(RESULT + correction.get().answer());
        });
        try (CheckpointAligner aligner = CheckpointAligner.embedded()) {
            CorrectionContext context = CorrectionContext.DEFAULT.withListener(text -> {
                if (shutdown.getCount() > 0) {
                    print(READY);
                    await(shutdown);
                }
            });
            correction.complete(aligner.correct(RUDE, context));
        } catch (RuntimeException e) {
            correction.completeExceptionally(e);
        }
    }

    /** Corrects in a hook of its own, before and after it ends the runtime. */
    private static void correctBeforeEnd() throws InterruptedException {
        CheckpointAligner aligner = CheckpointAligner.embedded();
        Runnable end = RuntimeShutdown.takeOver();
        hook(() -> {
            print(RESULT + aligner.correct(RUDE).answer());
            end.run();
            try {
                aligner.correct(RUDE);
            } catch (AlignerException e) {
                print(RESULT + e.getMessage());
            }
            aligner.close();
        });
        print(READY);
        new CountDownLatch(1).await();
    }

    private interface Hook {
        void run() throws InterruptedException, ExecutionException;
    }

    private static void hook(Hook hook) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                hook.run();
            } catch (Exception e) {
                print(RESULT + e);
            }
        }));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(String line) {
        System.out.append(line + "\n").flush();
    }
}
