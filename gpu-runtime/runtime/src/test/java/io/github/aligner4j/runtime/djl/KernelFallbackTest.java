// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.aligner4j.runtime.djl.GoldenModels.greedy;
import static io.github.aligner4j.runtime.djl.GoldenModels.ids;
import static io.github.aligner4j.runtime.djl.GoldenModels.logits;
import static io.github.aligner4j.runtime.djl.GoldenModels.relative;
import static io.github.aligner4j.runtime.djl.GoldenModels.worst;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What happens on a processor whose fast products are wrong; {@code llama-odd} has 96, 40, 144, 40 and 321 rows. */
class KernelFallbackTest {

    /** As on a processor of AMD's family 26 with libtorch 2.7.1. */
    private static final String SHORT_TAIL = "n > 32 and n % 64 > 0 and n % 64 < 49";

    private static final double FLOAT32_BOUND = 1e-4;

    private static final Logger LOG = Logger.getLogger(MatrixLayouts.class.getName());

    @TempDir
    private Path folder;

    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            logged.add(logRecord);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Those that have rows to pad. */
    static Stream<String> names() {
        return GoldenCheckpoint.names().stream().filter(name -> !name.equals("llama-gqa"));
    }

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(handler);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void shapes_whose_product_lies_are_padded_and_no_others() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-odd", folder);
        try (TorchCausalLanguageModel model = load(golden, "float32", LyingKernel.prepacked("n == 96"))) {
            assertThat(used(model)).containsExactly("96 x 40 padded");
            assertExact(model, golden);
        }
        try (TorchCausalLanguageModel model = load(golden, "float32", LyingKernel.prepacked(SHORT_TAIL))) {
            assertThat(used(model))
                    .containsExactly(
                            "321 x 40 padded", "96 x 40 padded", "40 x 48 padded", "144 x 40 padded", "40 x 72 padded");
            assertExact(model, golden);
        }
    }

    @Test
    void a_product_that_lies_when_padded_too_gives_way_to_the_plain_one() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-odd", folder);
        try (TorchCausalLanguageModel model = load(golden, "float32", LyingKernel.prepacked("k == 40"))) {
            assertThat(used(model)).containsExactly("321 x 40 plain", "96 x 40 plain", "144 x 40 plain");
            assertExact(model, golden);
        }
    }

    @Test
    void rows_that_fill_their_blocks_are_not_padded() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-tied", folder);
        try (TorchCausalLanguageModel model = load(golden, "float32", LyingKernel.prepacked("n == 320"))) {
            assertThat(used(model)).containsExactly("320 x 32 plain");
            assertExact(model, golden);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t == 1", "t == 4", "t == 17"})
    void a_lie_for_one_number_of_rows_is_found(String condition) {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-odd", folder);
        try (TorchCausalLanguageModel model = load(golden, "float32", LyingKernel.prepacked(condition))) {
            assertThat(model.kernelFallbacks())
                    .hasSize(5)
                    .allSatisfy(fallback -> assertThat(fallback.used()).isEqualTo("plain"));
            assertExact(model, golden);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "torch.mul(y, nan)",
                "torch.mul(y, inf)",
                "torch.flip(y, [-1])",
                "torch.roll(y, [1], [-1])",
                "torch.mul(y, 1.001)",
                "torch.cat([torch.slice(y, -1, 0, n - 1, 1), torch.zeros_like(torch.slice(y, -1, n - 1, n, 1))], -1)"
            })
    void any_lie_is_found(String lie) {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-odd", folder);
        LyingKernel lying = LyingKernel.prepacked("n == 144").saying(lie);
        try (TorchCausalLanguageModel model = load(golden, "float32", lying)) {
            assertThat(used(model)).containsExactly("144 x 40 padded");
            assertExact(model, golden);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void padded_products_give_the_logits_of_transformers(String name) {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, folder);
        try (TorchCausalLanguageModel model = load(golden, "float32", LyingKernel.prepacked("n % 64 > 0"))) {
            assertThat(model.kernelFallbacks())
                    .isNotEmpty()
                    .allSatisfy(fallback -> assertThat(fallback.used()).isEqualTo("padded"));
            assertExact(model, golden);
        }
    }

    @ParameterizedTest
    @CsvSource({"llama-odd, 0.05", "qwen2-odd, 0.5", "gemma2-odd, 0.15", "gemma3-odd, 0.2"})
    void in_bfloat16_shapes_whose_product_lies_are_padded_or_plain(String name, double bound) {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, folder);
        assumeTrue(hasPrepackedBfloat16(golden), "this processor has no prepacked product in bfloat16");
        for (String condition : List.of("n % 64 > 0", "n > 0")) {
            assertNear(golden, "bfloat16", LyingKernel.prepacked(condition), bound);
        }
    }

    @ParameterizedTest
    @CsvSource({"llama-gqa, 0.1", "llama-tied, 0.5", "qwen2-odd, 0.5", "gemma2, 0.5", "gemma3-odd, 0.5"})
    void integers_are_widened_where_their_product_lies(String name, double bound) {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, folder);
        assertNear(golden, "int8", LyingKernel.integers("t > 0"), bound);
    }

    @Test
    void only_integers_of_the_shape_that_lies_are_widened() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("qwen2-odd", folder);
        try (TorchCausalLanguageModel model = load(golden, "int8", LyingKernel.integers("n == 321"))) {
            assertThat(model.kernelFallbacks())
                    .singleElement()
                    .satisfies(fallback -> assertThat(fallback.summary())
                            .startsWith("321 x 48 int8: plain (the fast product was off by 0.1"));
        }
    }

    @Test
    void factors_of_adapters_whose_product_lies_are_computed_in_another_way() {
        GoldenCheckpoint base = GoldenCheckpoint.unpack("llama-gqa", folder);
        GoldenCheckpoint adapter = GoldenCheckpoint.unpack("llama-gqa-lora", folder);
        CheckpointWithAdapters tuned =
                CheckpointWithAdapters.open(base.folder(), null, null, Map.of("other", adapter.folder()));
        LyingKernel lying = LyingKernel.prepacked("n < 32");
        try (TorchCausalLanguageModel model = load(tuned, "float32", lying)) {
            assertThat(used(model)).contains("16 x 64 padded");
            GoldenRow row = adapter.rows().get(3);
            assertThat(worst(logits(model, new ModelVariant("other", 0), ids(row)), row.lastLogits()))
                    .isLessThan(FLOAT32_BOUND);
        }
    }

    @Test
    void each_shape_is_logged_once_with_its_format_and_the_processor() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-odd", folder);
        load(golden, "float32", LyingKernel.prepacked("n == 96")).close();
        assertThat(logged).singleElement().satisfies(logRecord -> {
            assertThat(logRecord.getLevel()).isEqualTo(Level.WARNING);
            assertThat(logRecord.getMessage())
                    .startsWith("libtorch's prepacked product in float32 is wrong on " + Processor.name()
                            + " for matrices of 96 x 40: off by 0.1")
                    .endsWith("they are computed padded instead: results are right, and as fast");
        });
    }

    @Test
    void a_right_product_is_neither_logged_nor_listed() {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-odd", folder);
        try (TorchCausalLanguageModel model = load(golden, "float32", LyingKernel.prepacked("n < 0"))) {
            assertThat(model.kernelFallbacks()).isEmpty();
            assertThat(logged).isEmpty();
        }
    }

    @Test
    void bounds_follow_from_type_and_inputs() {
        assertThat(MatrixLayouts.bound(Precision.FLOAT32, 1 << 10)).isEqualTo(8 * Math.scalb(1.0, 10 - 24));
        assertThat(MatrixLayouts.bound(Precision.BFLOAT16, 1 << 10))
                .isEqualTo(8 * Math.scalb(1.0, 10 - 24) + 4 * Math.scalb(1.0, -8));
    }

    private static List<String> used(TorchCausalLanguageModel model) {
        return model.kernelFallbacks().stream()
                .map(fallback -> fallback.rows() + " x " + fallback.columns() + " " + fallback.used())
                .toList();
    }

    private static boolean hasPrepackedBfloat16(GoldenCheckpoint golden) {
        TorchEngine.start(1);
        Execution execution = new Execution("cpu", Precision.BFLOAT16, MatrixFormat.PREPACKED);
        try {
            TorchEngine.load(CheckpointDirectory.open(golden.folder()), List.of(execution))
                    .close();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private void assertNear(GoldenCheckpoint golden, String dtype, LyingKernel lying, double bound) {
        try (TorchCausalLanguageModel model = load(golden, dtype, lying)) {
            assertThat(model.dtype()).isEqualTo(dtype);
            assertThat(model.kernelFallbacks()).hasSizeGreaterThanOrEqualTo(3);
            for (GoldenRow row : golden.rows()) {
                assertThat(relative(logits(model, ids(row)), row.lastLogits())).isLessThan(bound);
            }
        }
    }

    /** Whole prompts, single tokens and greedy text are what transformers gives. */
    private static void assertExact(TorchCausalLanguageModel model, GoldenCheckpoint golden) {
        for (GoldenRow row : golden.rows()) {
            assertThat(worst(logits(model, ids(row), 1, 2), row.lastLogits())).isLessThan(FLOAT32_BOUND);
        }
        GoldenRow first = golden.rows().get(0);
        assertThat(greedy(model, ids(first), first.greedyIds().size())).isEqualTo(first.greedyIds());
    }

    private TorchCausalLanguageModel load(GoldenCheckpoint golden, String dtype, LyingKernel lying) {
        return load(CheckpointWithAdapters.of(CheckpointDirectory.open(golden.folder())), dtype, lying);
    }

    private static TorchCausalLanguageModel load(CheckpointWithAdapters checkpoint, String dtype, LyingKernel lying) {
        TorchEngine.start(1);
        Precision precision =
                dtype.equals("int8") ? Precision.BFLOAT16 : Precision.valueOf(dtype.toUpperCase(Locale.ROOT));
        MatrixFormat format = dtype.equals("int8") ? MatrixFormat.INT8 : MatrixFormat.PREPACKED;
        return TorchEngine.load(checkpoint, List.of(new Execution("cpu", precision, format)), lying);
    }
}
