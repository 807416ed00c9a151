// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.SchedulingOptions;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.generation.Generation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the tokens of all golden checkpoints and their adapters with those of transformers in float32 on a CPU; those of
 * drafts with plain decoding; and those of requests that share passes with each alone. In half precision the last two are also
 * compared in batch-invariant mode. In float32 all must be equal; the tiny random nets have no margins, so that in half
 * precision some rows differ from transformers.
 *
 * @param dtype the number type
 */
record ParityStep(KitOptions options, String dtype) implements KitStep {

    private static final String PATH = "parity";

    @Override
    public String name() {
        return "parity-" + dtype;
    }

    @Override
    public double share() {
        return 0.28;
    }

    @Override
    public void run(KitResults results) throws IOException {
        ParityCounts counts = new ParityCounts();
        Path folder = Files.createTempDirectory(options.work(), "golden");
        for (String name : options.golden()) {
            try {
                compare(GoldenCheckpoint.unpack(name, folder), folder, counts);
            } catch (RuntimeException e) {
                counts.failed(name, e);
            }
            // Up to this checkpoint, if the next one crashes the process.
            results.add(counts.report(), PATH, dtype);
        }
    }

    private void compare(GoldenCheckpoint base, Path folder, ParityCounts counts) {
        List<GoldenCheckpoint> adapters = new ArrayList<>();
        for (String adapter : GoldenCheckpoint.adapterNames(base.name())) {
            // Activated adapters have no reference tokens of their own.
            if (!adapter.endsWith("alora")) {
                adapters.add(GoldenCheckpoint.unpack(adapter, folder));
            }
        }
        List<GoldenCall> calls = GoldenCall.of(base, adapters);
        counts.checkpoint(adapters.size());
        try (TorchCompletionModel model = open(base, adapters, false)) {
            List<Generation> plain = GoldenCall.plain(calls, model);
            counts.reference(calls, plain);
            counts.drafted().add(GoldenCall.draftedEqual(calls, plain, model));
            counts.company().add(GoldenCall.companyEqual(calls, plain, model));
        }
        if (!dtype.equals("float32")) {
            try (TorchCompletionModel model = open(base, adapters, true)) {
                List<Generation> plain = GoldenCall.plain(calls, model);
                counts.exactDrafted().add(GoldenCall.draftedEqual(calls, plain, model));
                counts.exactCompany().add(GoldenCall.companyEqual(calls, plain, model));
            }
        }
    }

    private TorchCompletionModel open(GoldenCheckpoint base, List<GoldenCheckpoint> adapters, boolean exact) {
        TorchCompletionModel.Builder builder = TorchCompletionModel.builder(ModelSource.folder(base.folder()));
        adapters.forEach(adapter -> builder.adapter(adapter.name(), ModelSource.folder(adapter.folder())));
        return builder.options(RuntimeOptions.DEFAULT
                        .withDevice(options.device())
                        .withDtype(dtype)
                        .withThreads(options.threads())
                        .withBatchInvariant(exact)
                        .withScheduling(SchedulingOptions.DEFAULT.withPrefixCacheBytes(0)))
                .open();
    }
}
