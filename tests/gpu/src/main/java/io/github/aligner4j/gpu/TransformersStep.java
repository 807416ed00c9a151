// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** Measures transformers with the checkpoint and the rows of a {@link ShapeStep}, if this machine's Python has it. */
record TransformersStep(KitOptions options, Shape shape) implements KitStep {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCRIPT = "transformers_bench.py";
    private static final int WITHOUT_TRANSFORMERS = 3;

    @Override
    public String name() {
        return "transformers-" + shape.name();
    }

    @Override
    public double share() {
        return 0.25;
    }

    @Override
    public void run(KitResults results) throws IOException, InterruptedException {
        Path checkpoint = new ShapeStep(options, shape).folder();
        if (!Files.exists(checkpoint.resolve(ShapeStep.ROWS))) {
            results.add(Map.of("skipped", "the step shape-" + shape.name() + " made no rows"), path());
            return;
        }
        Path script = options.work().resolve(SCRIPT);
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(SCRIPT), SCRIPT)) {
            Files.write(script, in.readAllBytes());
        }
        Path output = options.work().resolve(name() + ".json");
        String python = System.getenv().getOrDefault("PYTHON", "python3");
        int exit;
        try {
            Process process = new ProcessBuilder(List.of(
                            python, script.toString(), checkpoint.toString(), options.device(), output.toString()))
                    .inheritIO()
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            exit = process.waitFor();
        } catch (IOException e) {
            results.add(Map.of("skipped", "there is no " + python), path());
            return;
        }
        if (exit == WITHOUT_TRANSFORMERS) {
            results.add(Map.of("skipped", python + " has no torch with transformers for this device"), path());
        } else if (exit != 0) {
            throw new IllegalStateException(SCRIPT + " ended with " + exit);
        } else {
            results.add(JSON.readTree(Files.readString(output)), path());
        }
    }

    private String[] path() {
        return new String[] {ShapeStep.PATH, shape.name(), "transformers"};
    }
}
