// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.training.network.ParameterLayout;
import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.Stage;
import io.github.aligner4j.training.schedule.TrainingConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A hash of everything that determines the result of a training, except the weights of the base checkpoint. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(TrainingJob job, ParameterLayout layout, List<Stage> stages) {
        TrainingConfig config = job.config();
        MessageDigest digest = sha256();
        List<Object> options = List.of(
                layout.config(),
                config.optimization(),
                config.batching(),
                config.seed(),
                job.lora(),
                job.hardware().bfloat16());
        digest.update(options.toString().getBytes(StandardCharsets.UTF_8));
        stages.forEach(stage -> add(stage, digest));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(Stage stage, MessageDigest digest) {
        digest.update((stage.name() + stage.epochs()).getBytes(StandardCharsets.UTF_8));
        for (Example example : stage.examples()) {
            int[] ids = example.ids();
            ByteBuffer bytes = ByteBuffer.allocate((ids.length + 2) * Integer.BYTES);
            bytes.putInt(ids.length).putInt(example.firstLabel());
            bytes.asIntBuffer().put(ids);
            digest.update(bytes.array());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
