// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.fuzz;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Loads mutants and uses them, in a process of its own: {@code FuzzChild FOLDER SEED FROM TO}. What became of each is a line
 * of {@code log.txt} in the folder: {@code begin INDEX FILE}, then {@code loaded}, {@code refused} or {@code wrong}.
 */
final class FuzzChild {

    private static final int MODEL_TOKENS = 320;
    private static final int COMPLETED_OF_TOKENIZERS = 10;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "  ",
            "\t\r\n",
            "\u0001",
            "\u200B\uFEFF",
            "\u3000a\u3000",
            "Hello, cat",
            "▁a▁▁",
            "e\u0301\u0338",
            "한국어 漢字",
            "👩‍👩‍👧 🇩🇪",
            "ﷺ ﬁ İ ß",
            "a\u0000b",
            "1234 5.6",
            "<s></s>",
            "##a",
            "x".repeat(3000),
            " ".repeat(3000),
            "a\n\n\nb",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac",
            "\uFFFD\u2581 x");

    private FuzzChild() {}

    public static void main(String[] arguments) throws IOException {
        Path work = Path.of(arguments[0]);
        Mutants mutants = new Mutants(Files.createTempDirectory(work, "child"), Long.parseLong(arguments[1]));
        int to = Integer.parseInt(arguments[3]);
        for (int i = Integer.parseInt(arguments[2]); i < to; i++) {
            Mutants.Mutant mutant = mutants.make(i);
            log(work, "begin " + i + " " + mutant.changed());
            log(work, outcome(mutant, i));
        }
        log(work, "end");
        // Threads of a library may still run.
        Runtime.getRuntime().halt(0);
    }

    private static void log(Path work, String line) throws IOException {
        Files.writeString(work.resolve("log.txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String outcome(Mutants.Mutant mutant, int index) {
        try {
            if (mutant.ofTokenizer()) {
                useTokenizer(mutant.folder().resolve("tokenizer.json"));
            }
            if (!mutant.ofTokenizer() || index % COMPLETED_OF_TOKENIZERS == 0) {
                complete(mutant);
            }
            return "loaded";
        } catch (CheckpointException e) {
            return "refused";
        } catch (Throwable e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return "wrong " + trace.toString().lines().limit(14).toList();
        }
    }

    private static void useTokenizer(Path file) {
        try (DjlTokenizer tokenizer = DjlTokenizer.load(file, MODEL_TOKENS)) {
            for (String text : TEXTS) {
                try {
                    tokenizer.decode(tokenizer.encode(Prompt.of(text)));
                } catch (AlignerException e) {
                    // A text that can't be written is refused, as is documented.
                }
            }
            int[] all = java.util.stream.IntStream.range(0, MODEL_TOKENS).toArray();
            tokenizer.decode(all);
            for (int id : all) {
                tokenizer.decode(new int[] {id});
            }
            tokenizer.decode(new int[0]);
        }
    }

    private static void complete(Mutants.Mutant mutant) {
        CheckpointAligner.Builder builder = CheckpointAligner.builder(ModelSource.folder(mutant.folder()))
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(3));
        boolean adapted = mutant.changed().startsWith("llama-gqa/");
        if (adapted) {
            builder.adapter("lora", ModelSource.folder(mutant.adapter()));
        }
        try (CheckpointAligner aligner = builder.open()) {
            CorrectionRequest request = CorrectionRequest.of("Is it é?", "Hello, cat\n");
            try {
                aligner.correct(request);
                if (adapted) {
                    aligner.withAdapter("lora").correct(request);
                }
            } catch (AlignerException e) {
                // What a model wrote may be rejected, as is documented.
                return;
            }
        }
    }
}
