// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.hub.HubSource;
import io.github.aligner4j.runtime.ModelSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Models of the hub on the command line.
 *
 * <p>A client, which reads the settings of the environment, is made for them alone: a wrong setting of the hub is no error where
 * the hub is not used.
 */
final class HubModels {

    /** The form of a model in the descriptions of options. */
    static final String FORM = "hf://ORG/REPO[@REVISION][/SUBFOLDER]";

    private HubModels() {}

    /** Returns the folder of a checkpoint that is named by its folder or by its address on the hub. */
    static Path folder(String checkpoint, CommandSpec command) {
        return HubSource.isHub(checkpoint)
                ? use(command, HubClient.builder(), client -> client.download(HubSource.parse(checkpoint)))
                : Path.of(checkpoint);
    }

    /** Returns whether {@code model} names a model on the hub. */
    static boolean isHub(String model) {
        return ModelSource.parse(model) instanceof ModelSource.Hub;
    }

    /** Uses a client that tells its progress on the standard error of {@code command}. */
    static <T> T use(CommandSpec command, HubClient.Builder builder, Function<HubClient, T> use) {
        return use(command.commandLine().getErr(), ProgressFlag.shown(command), builder, use);
    }

    /**
     * Uses a client that tells its progress on {@code err}.
     *
     * @param withBar true to show a bar
     */
    static <T> T use(PrintWriter err, boolean withBar, HubClient.Builder builder, Function<HubClient, T> use) {
        try (DownloadProgress progress = new DownloadProgress(err, withBar)) {
            return use.apply(builder.listener(progress).build());
        }
    }
}
