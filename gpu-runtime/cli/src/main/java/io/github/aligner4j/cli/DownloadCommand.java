// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.hub.HubSource;
import io.github.aligner4j.hub.KnownModel;
import io.github.aligner4j.hub.KnownModels;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aligner download}: downloads models of the Hugging Face hub. */
@Command(
        name = "download",
        description = {
            "Download models of the Hugging Face hub.",
            "",
            "Prints the folder of each model. The cache is that of huggingface_hub, and so are the environment "
                    + "variables: HF_HOME, HF_HUB_CACHE, HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE, HTTPS_PROXY. Only "
                    + "safetensors, JSON, text and chat templates are downloaded, each checked by its hash; a "
                    + "download that was interrupted goes on where it stopped.",
            ""
        },
        mixinStandardHelpOptions = true)
final class DownloadCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description = HubModels.FORM + ", or a name that 'aligner models' lists.")
    private List<String> models = List.of();

    @Option(names = "--cache", paramLabel = "DIR", description = "The folder of the cache (default: as HF_HUB_CACHE).")
    private @Nullable Path cache;

    @Mixin
    private ProgressFlag progressFlag = new ProgressFlag();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<HubSource> sources = models.stream().map(DownloadCommand::source).toList();
        HubClient.Builder builder = HubClient.builder();
        if (cache != null) {
            builder.cache(cache);
        }
        for (HubSource source : sources) {
            Path folder = HubModels.use(
                    spec.commandLine().getErr(), progressFlag.shown(), builder, client -> client.download(source));
            spec.commandLine().getOut().println(folder);
        }
        return 0;
    }

    /** Returns the source that an address or the name of a known model stands for. */
    private static HubSource source(String model) {
        if (HubSource.isHub(model)) {
            return HubSource.parse(model);
        }
        KnownModel known = KnownModels.find(model)
                .orElseThrow(() -> new IllegalArgumentException("a model must be " + HubModels.FORM
                        + " or a name that 'aligner models' lists, but was '" + model + "'"));
        HubSource source = known.source();
        if (source == null) {
            throw new IllegalArgumentException(
                    "the weights of '" + model + "' are not on the hub, as far as known; 'aligner models' says more");
        }
        return source;
    }
}
